"""How the school writes dates and times: "Tuesday 24 November 2026", "4:05 p.m."."""

DATE_FORMAT = "l j F Y"
DATETIME_FORMAT = "l j F Y, g:i a"
TIME_FORMAT = "g:i a"
SHORT_DATE_FORMAT = "j M Y"

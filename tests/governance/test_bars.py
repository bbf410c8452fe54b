"""Where the pieces of a chart stand."""

from governance.history.bars import LETTERS, chart


def test_a_long_name_is_written_on_lines_that_fit_a_phone_and_its_bar_stands_below_them():
    name = "A child using social media at " + "school " * 9

    drawn = chart("", [("Bullying online", 5), (name, 10)])

    short, long = drawn.bars
    assert [line for line, _ in short.label] == ["Bullying online"]
    assert len(long.label) == 2
    assert all(len(line) <= LETTERS for line, _ in long.label)
    down = [float(y.removesuffix("em")) for _, y in long.label] + [
        float(y.removesuffix("em")) for y in (long.beside_y, long.y, drawn.height)
    ]
    assert down == sorted(down)
    assert float(short.y.removesuffix("em")) < down[0]

#!/usr/bin/env python3
"""Makes an SVG of a terminal's content: tmux capture-pane -e -p | picture.py COLUMNS > FILE.svg"""

import html
import re
import sys

CELL, LINE, SIZE, MARGIN = 8.4, 19, 14, 16
COLOURS = {31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 34: "#79c0ff", 36: "#76e3ea"}
PLAIN, BACKGROUND, DIM = "#d0d7de", "#0d1117", "#8b949e"
SEQUENCE = re.compile(r"\x1b\[([0-9;]*)m|\x1b\([A-Z0-9]|[\x0e\x0f]")
PIECE = re.compile(r"\S+(?: \S+)*")


def spans(line, style):
    """Yields text with the colour and weight that the sequences before it set, also those of earlier lines."""
    (colour, bold), begin = style, 0
    for match in SEQUENCE.finditer(line):
        if match.start() > begin:
            yield line[begin : match.start()], colour, bold
        begin = match.end()
        if match.group(1) is None:
            continue
        for code in (int(c or 0) for c in match.group(1).split(";")):
            if code in (0, 39):
                colour, bold = PLAIN, bold and code != 0
            elif code == 1:
                bold = True
            elif code == 2:
                colour = DIM
            elif code in COLOURS:
                colour = COLOURS[code]
    style[:] = colour, bold
    if begin < len(line):
        yield line[begin:], colour, bold


def main():
    columns = int(sys.argv[1])
    lines = sys.stdin.read().rstrip("\n").split("\n")
    width, height = columns * CELL + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    print(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" '
        f'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="{SIZE}">'
    )
    print(f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>')
    style = [PLAIN, False]
    for row, line in enumerate(lines):
        column, y = 0, MARGIN + row * LINE + SIZE
        for text, colour, bold in spans(line, style):
            weight = ' font-weight="bold"' if bold else ""
            # Several blanks would become one, so each piece between them stands by itself.
            for piece in PIECE.finditer(text):
                # One position per letter keeps the columns, whatever font the reader has.
                first, last = column + piece.start(), column + piece.end()
                xs = " ".join(f"{MARGIN + i * CELL:.1f}" for i in range(first, last))
                print(f'<text x="{xs}" y="{y}" fill="{colour}"{weight}>{html.escape(piece.group())}</text>')
            column += len(text)
    print("</svg>")


main()

package io.jenkins.plugins.spindelivery.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal's screen as far as the command line uses one: lines, colours ignored, cursor up, clearing. */
final class Screen {
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[(\\d*)([A-Za-z])");

    private final int columns;
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;

    Screen(int columns) {
        this.columns = columns;
    }

    /** Shows what a program printed; single-width characters only. */
    void print(String text) {
        Matcher sequence = SEQUENCE.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == '\u001b') {
                if (!sequence.find(at) || sequence.start() != at) {
                    throw new AssertionError("not an escape sequence that is known here: " + text.substring(at));
                }
                obey(sequence.group(1), sequence.group(2).charAt(0));
                at = sequence.end();
            } else {
                put(text.charAt(at));
                at++;
            }
        }
    }

    /** What a person sees, without blanks at the ends of lines. */
    List<String> lines() {
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    private void obey(String number, char command) {
        switch (command) {
            case 'A' -> {
                row -= Integer.parseInt(number);
                if (row < 0) {
                    throw new AssertionError("the cursor left the screen");
                }
            }
            case 'K' -> line().setLength(Math.min(column, line().length()));
            case 'J' -> {
                line().setLength(Math.min(column, line().length()));
                while (lines.size() > row + 1) {
                    lines.remove(lines.size() - 1);
                }
            }
            case 'm' -> {
                return;
            }
            default -> throw new AssertionError("unknown command " + command);
        }
    }

    private void put(char character) {
        if (character == '\n') {
            down();
            column = 0;
        } else if (character == '\r') {
            column = 0;
        } else {
            if (column == columns) {
                down();
                column = 0;
            }
            StringBuilder line = line();
            while (line.length() <= column) {
                line.append(' ');
            }
            line.setCharAt(column, character);
            column++;
        }
    }

    private void down() {
        row++;
        if (row == lines.size()) {
            lines.add(new StringBuilder());
        }
    }

    private StringBuilder line() {
        return lines.get(row);
    }
}

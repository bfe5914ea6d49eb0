package io.jenkins.plugins.spindelivery.engine.trigger;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;

/**
 * Walks over a regular expression that compiles and refuses what could take long without reading any text, which
 * counting the reads would not notice: empty alternatives, repeated places (such as {@code $?}), and too many choices
 * or repetitions of groups. With them go the parts of the syntax that this walk does not follow.
 */
final class PatternCheck {
    /** Alternatives and repeated groups together: each may double the work at one place of the text. */
    static final int MAX_CHOICES = 16;
    /** How often groups may be repeated by numbers, all multiplied. */
    static final int MAX_REPEATS = 500;

    static final int MAX_LOOKS = 4;
    /** Back references, quoting, and escapes that are more than one character long, but for {@code \p{…}}. */
    private static final String REFUSED_ESCAPES = "kQENuxcXRG";
    /** Escapes that stand for a place. */
    private static final String PLACES = "bBAzZ";

    private final String where;
    private final String regex;
    private int at;
    private int choices;
    private int looks;
    private long repeats = 1;

    PatternCheck(String where, String regex) {
        this.where = where;
        this.regex = regex;
    }

    /** What was read last, and with that what a quantifier behind it would repeat. */
    private enum Last {
        NOTHING,
        CHARACTER,
        PLACE,
        GROUP
    }

    /**
     * Reads the whole expression.
     *
     * @throws ProblemException at the first part that is refused
     */
    void run() {
        Last last = Last.NOTHING;
        while (at < regex.length()) {
            char c = regex.charAt(at);
            switch (c) {
                case '\\' -> last = escape();
                case '[' -> last = characterClass();
                case '(' -> last = open();
                case ')' -> last = close(last);
                case '|' -> last = alternative(last);
                case '*', '+', '?', '{' -> last = quantifier(last);
                default -> {
                    at++;
                    last = c == '^' || c == '$' ? Last.PLACE : Last.CHARACTER;
                }
            }
        }
        // An expression of nothing at all finds itself everywhere, at once.
        if (last == Last.NOTHING && !regex.isEmpty()) {
            throw refused("|");
        }
    }

    private Last escape() {
        char escaped = regex.charAt(at + 1);
        if (Character.isDigit(escaped) || REFUSED_ESCAPES.indexOf(escaped) >= 0) {
            throw refused("\\" + escaped);
        }
        at += 2;
        if ((escaped == 'p' || escaped == 'P') && at < regex.length()) {
            at = regex.charAt(at) == '{' ? regex.indexOf('}', at) + 1 : at + 1;
        }
        return PLACES.indexOf(escaped) < 0 ? Last.CHARACTER : Last.PLACE;
    }

    /** Only plain classes: where nested and empty-looking ones end is not what a reader would guess. */
    private Last characterClass() {
        at++;
        if (regex.charAt(at) == '^') {
            at++;
        }
        if (regex.charAt(at) == ']') {
            throw refused("[]…]");
        }
        while (regex.charAt(at) != ']') {
            if (regex.charAt(at) == '[' || regex.startsWith("&&", at)) {
                throw refused("[…[…]…]");
            } else if (regex.charAt(at) == '\\') {
                escape();
            } else {
                at++;
            }
        }
        at++;
        return Last.CHARACTER;
    }

    private Last open() {
        at++;
        if (at == regex.length() || regex.charAt(at) != '?') {
            return Last.NOTHING;
        }
        if (regex.startsWith("?i)", at) || regex.startsWith("?s)", at)) {
            at += 3;
            // Switches are not repeatable, and nothing is missing behind them.
            return Last.PLACE;
        }
        if (regex.startsWith("?:", at)) {
            at += 2;
            return Last.NOTHING;
        }
        boolean named = regex.startsWith("?<", at) && Character.isLetter(regex.charAt(at + 2));
        if (named) {
            at = regex.indexOf('>', at) + 1;
            return Last.NOTHING;
        }
        for (String look : new String[] {"?=", "?!", "?<=", "?<!"}) {
            if (regex.startsWith(look, at)) {
                at += look.length();
                if (++looks > MAX_LOOKS) {
                    throw SafePattern.input(where, "trigger.pattern-looks", regex, MAX_LOOKS);
                }
                return Last.NOTHING;
            }
        }
        throw refused("(?…)");
    }

    private Last close(Last last) {
        if (last == Last.NOTHING) {
            throw refused("()");
        }
        at++;
        return Last.GROUP;
    }

    private Last alternative(Last last) {
        if (last == Last.NOTHING) {
            throw refused("|");
        }
        at++;
        choice();
        return Last.NOTHING;
    }

    private Last quantifier(Last last) {
        if (last == Last.PLACE || last == Last.NOTHING) {
            throw refused("^" + regex.charAt(at));
        }
        if (last == Last.GROUP) {
            choice();
        }
        if (regex.charAt(at) == '{') {
            int end = regex.indexOf('}', at);
            if (last == Last.GROUP) {
                repeat(regex.substring(at + 1, end));
            }
            at = end;
        }
        at++;
        if (at < regex.length() && (regex.charAt(at) == '?' || regex.charAt(at) == '+')) {
            at++;
        }
        // Whatever follows may not repeat the repetition; Java refuses most of that itself.
        return Last.PLACE;
    }

    private void repeat(String numbers) {
        long most = 1;
        for (String number : numbers.split(",")) {
            most = Math.max(most, number.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(number));
        }
        repeats *= most;
        if (repeats > MAX_REPEATS) {
            throw SafePattern.input(where, "trigger.pattern-repeats", regex, MAX_REPEATS);
        }
    }

    private void choice() {
        if (++choices > MAX_CHOICES) {
            throw SafePattern.input(where, "trigger.pattern-choices", regex, MAX_CHOICES);
        }
    }

    private ProblemException refused(String part) {
        return SafePattern.input(where, "trigger.pattern-refused", regex, part, at + 1);
    }
}

package io.jenkins.plugins.spindelivery.engine.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression that ends.
 *
 * <p>Two things together see to it. The pattern may not repeat a group, look around or refer back: that leaves nothing
 * that backtracks exponentially, recurses with the length of the text, or loops without reading it. And each character
 * that the matcher reads is charged, which bounds what is left, such as {@code .*.*.*x}.
 */
final class BoundedPattern {
    private static final int MAX_PATTERN_LENGTH = 200;
    private static final int MAX_REPEAT = 1_000;
    private static final int MAX_ALTERNATIVES = 10;
    /** Back references, quoting, numeric and property escapes, and those that read several characters. */
    private static final String REFUSED_ESCAPES = "kQEpPNuxcXR";
    /** Escapes that read no character, so that repeating them is a loop that never ends. */
    private static final String ZERO_WIDTH = "bBAGzZ";
    /** Reading a character is less work than a step. */
    private static final int READS_PER_STEP = 4;

    private final Pattern pattern;
    private final Meter meter;

    private BoundedPattern(Pattern pattern, Meter meter) {
        this.pattern = pattern;
        this.meter = meter;
    }

    /**
     * A pattern, if it is one that is allowed.
     *
     * @throws ExpressionFault when it is too long, malformed, or uses what is not allowed
     */
    static BoundedPattern of(String regex, Meter meter) {
        if (regex.length() > MAX_PATTERN_LENGTH) {
            throw new ExpressionFault("expression.pattern-too-long", MAX_PATTERN_LENGTH);
        }
        try {
            Pattern pattern = Pattern.compile(regex);
            new Check(regex).run();
            return new BoundedPattern(pattern, meter);
        } catch (PatternSyntaxException e) {
            throw new ExpressionFault("expression.pattern-malformed", e.getIndex() + 1);
        }
    }

    boolean matches(String text) {
        return pattern.matcher(counted(text)).matches();
    }

    /** As {@link String#split(String, int)} does it. */
    List<Object> split(String text, int limit) {
        List<Object> parts = new ArrayList<>();
        Matcher matcher = pattern.matcher(counted(text));
        int from = 0;
        while (matcher.find() && (limit <= 0 || parts.size() < limit - 1)) {
            // An empty match at the start gives no empty first part.
            if (matcher.end() > 0) {
                parts.add(text.substring(from, matcher.start()));
                meter.scan(matcher.start() - from);
                from = matcher.end();
            }
        }
        parts.add(text.substring(from));
        while (limit == 0 && parts.size() > 1 && "".equals(parts.get(parts.size() - 1))) {
            parts.remove(parts.size() - 1);
        }
        return List.copyOf(parts);
    }

    /** As {@link String#replaceAll} and {@link String#replaceFirst} do it. */
    String replace(String text, String replacement, boolean all) {
        long references = replacement.chars().filter(c -> c == '$').count();
        Matcher matcher = pattern.matcher(counted(text));
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            long matched = matcher.end() - matcher.start();
            meter.checkText(result.length() + replacement.length() + references * matched);
            meter.scan(replacement.length() + references * matched);
            matcher.appendReplacement(result, replacement);
            if (!all) {
                break;
            }
        }
        meter.makeText((long) result.length() + text.length());
        return matcher.appendTail(result).toString();
    }

    private CharSequence counted(String text) {
        meter.scan(text.length());
        return new Counted(text, meter, new int[1]);
    }

    /** A text that charges for being read. */
    private record Counted(String text, Meter meter, int[] reads) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++reads[0] == READS_PER_STEP) {
                reads[0] = 0;
                meter.step();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Walks over a pattern that compiles and refuses what could take long. */
    private static final class Check {
        private final String regex;
        private int at;
        private int alternatives;

        Check(String regex) {
            this.regex = regex;
        }

        void run() {
            boolean repeatable = false;
            while (at < regex.length()) {
                char c = regex.charAt(at);
                if (c == '*' || c == '+' || c == '?' || c == '{') {
                    quantifier(repeatable);
                    repeatable = false;
                } else {
                    repeatable = atom(c);
                }
            }
        }

        /** Moves behind one atom; true when it reads exactly one character, so that it may be repeated. */
        private boolean atom(char c) {
            if (c == '\\') {
                return escape();
            } else if (c == '[') {
                characterClass();
                return true;
            } else if (c == '(') {
                group();
                return false;
            }
            at++;
            // Alternatives in a row multiply, even where they read nothing.
            if (c == '|' && ++alternatives > MAX_ALTERNATIVES) {
                throw new ExpressionFault("expression.pattern-alternatives", MAX_ALTERNATIVES);
            }
            return c != ')' && c != '|' && c != '^' && c != '$';
        }

        private boolean escape() {
            skipEscape();
            return ZERO_WIDTH.indexOf(regex.charAt(at - 1)) < 0;
        }

        private void skipEscape() {
            char escaped = regex.charAt(at + 1);
            if (Character.isDigit(escaped) || REFUSED_ESCAPES.indexOf(escaped) >= 0) {
                throw refused("\\…");
            }
            at += 2;
        }

        /** Only plain classes: where nested and empty-looking ones end is not what a reader would guess. */
        private void characterClass() {
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
                    skipEscape();
                } else {
                    at++;
                }
            }
            at++;
        }

        private void group() {
            at++;
            if (at < regex.length() && regex.charAt(at) == '?') {
                if (regex.startsWith("?:", at)) {
                    at += 2;
                } else if (regex.startsWith("?i)", at)) {
                    at += 2;
                } else {
                    throw refused("(?…)");
                }
            }
        }

        private void quantifier(boolean repeatable) {
            if (!repeatable) {
                throw refused("(…)" + regex.charAt(at));
            }
            if (regex.charAt(at) == '{') {
                int end = regex.indexOf('}', at);
                for (String number : regex.substring(at + 1, end).split(",")) {
                    if (number.length() > 4 || Integer.parseInt(number.trim()) > MAX_REPEAT) {
                        throw new ExpressionFault("expression.pattern-repeat", MAX_REPEAT);
                    }
                }
                at = end;
            }
            at++;
            if (at < regex.length() && (regex.charAt(at) == '?' || regex.charAt(at) == '+')) {
                at++;
            }
        }

        /** The kind of part, not the part itself: a pattern may be a parameter's value. */
        private static ExpressionFault refused(String part) {
            return new ExpressionFault("expression.pattern-refused", part);
        }
    }
}

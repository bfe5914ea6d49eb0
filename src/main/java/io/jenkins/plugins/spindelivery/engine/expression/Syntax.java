package io.jenkins.plugins.spindelivery.engine.expression;

/** What can be said about an expression's text before a parser sees it. */
final class Syntax {
    private static final int MAX_EXCERPT = 60;
    private static final char HIDDEN = '…';

    private Syntax() {}

    /**
     * Finds the brace that ends an expression, past nested braces and past braces in quotes.
     *
     * @param text the whole text
     * @param from where the expression begins, behind <code>${</code>
     * @param meter is charged for looking
     * @return the brace's place; -1 when there is none
     */
    static int closingBrace(String text, int from, Meter meter) {
        int open = 0;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                int quote = text.indexOf(c, at + 1);
                meter.scan((quote < 0 ? text.length() : quote) - at);
                if (quote < 0) {
                    return -1;
                }
                at = quote;
            } else if (c == '{') {
                open++;
            } else if (c == '}' && open-- == 0) {
                meter.scan(at - from);
                return at;
            }
        }
        meter.scan(text.length() - from);
        return -1;
    }

    /**
     * Whether Spring's parser, which is recursive, may be given this: counts brackets that are open at the same time,
     * and everything else that makes it go deeper.
     */
    static boolean isShallow(String expression, int maxDepth) {
        int open = 0;
        int others = 0;
        char before = ' ';
        for (int at = 0; at < expression.length(); at++) {
            char c = expression.charAt(at);
            if (c == '\'' || c == '"') {
                int quote = expression.indexOf(c, at + 1);
                at = quote < 0 ? expression.length() : quote;
            } else if ("([{".indexOf(c) >= 0) {
                open++;
            } else if (")]}".indexOf(c) >= 0) {
                open = Math.max(0, open - 1);
            } else if (deepens(expression, at, before)) {
                others++;
            }
            if (open + others > maxDepth) {
                return false;
            }
            before = Character.isWhitespace(c) ? before : c;
        }
        return true;
    }

    /** A prefix operator, or the {@code ?} of a condition. */
    private static boolean deepens(String expression, int at, char before) {
        return switch (expression.charAt(at)) {
            case '!' -> !expression.startsWith("!=", at) && !expression.startsWith("![", at);
            case '+', '-' -> "!+-".indexOf(before) >= 0;
            case '?' -> !expression.startsWith("?.", at) && !expression.startsWith("?[", at);
            case 'n', 'N' -> expression.regionMatches(true, at, "not", 0, 3);
            default -> false;
        };
    }

    /** The expression as messages show it: on one line, not too long, and without what its text literals say. */
    static String excerpt(String expression) {
        return "${" + masked(expression) + "}";
    }

    /** The name or path that a text begins with; what follows is hidden. */
    static String beginning(String text) {
        int end = text.length() - text.stripLeading().length();
        while (end < Math.min(text.length(), MAX_EXCERPT) && isPath(text.charAt(end))) {
            end++;
        }
        return "${" + text.substring(0, end).strip() + (end < text.length() ? HIDDEN + "}" : "}");
    }

    private static boolean isPath(char c) {
        return Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c) || c == '.' || c == '#';
    }

    /** A text around expressions as messages show it, shortened and without what is in quotes. */
    static String masked(String text) {
        StringBuilder shown = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (shown.length() > MAX_EXCERPT) {
                shown.append(HIDDEN);
                break;
            }
            if (c == '\'' || c == '"') {
                int quote = text.indexOf(c, at + 1);
                at = quote < 0 ? text.length() : quote;
                shown.append(c).append(HIDDEN).append(c);
            } else {
                shown.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        return shown.toString();
    }

    /** Whether a text is one name with dashes in it; read as SpEL it would be a subtraction. */
    static boolean isDashedName(String text) {
        return text.indexOf('-') > 0
                && !text.endsWith("-")
                && !text.contains("--")
                && !Character.isDigit(text.charAt(0))
                && text.chars().allMatch(c -> c == '-' || Character.isJavaIdentifierPart(c));
    }

    /** The name with dashes that a path such as {@code a.b.c-d} ends with; empty when it is no such path. */
    static String dashedEnd(String path) {
        int dot = path.lastIndexOf('.');
        boolean plain =
                dot > 0 && path.substring(0, dot).chars().allMatch(c -> c == '.' || Character.isJavaIdentifierPart(c));
        return plain && isDashedName(path.substring(dot + 1)) ? path.substring(dot + 1) : "";
    }

    /** The name an expression begins with; empty when it begins with something else. */
    static String firstName(String expression) {
        String trimmed = expression.strip();
        int end = trimmed.startsWith("#") ? 1 : 0;
        while (end < trimmed.length() && Character.isJavaIdentifierPart(trimmed.charAt(end))) {
            end++;
        }
        return trimmed.substring(0, end);
    }
}

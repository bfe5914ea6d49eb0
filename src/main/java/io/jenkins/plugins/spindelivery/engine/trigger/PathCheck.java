package io.jenkins.plugins.spindelivery.engine.trigger;

/**
 * Walks over a JSONPath and refuses what could take long with a large payload: several {@code ..}, several filters, a
 * filter that looks at the whole payload again, long lists of names or indexes (they multiply), regular expressions,
 * which the library does not limit, and functions and scripts.
 */
final class PathCheck {
    private static final int MAX_COMMAS = 8;
    /** What a quoted text may stand behind. Elsewhere the library takes a quote for a part of a name. */
    private static final String BEFORE_QUOTE = "[,( =<>!&|";
    /** What a bracket of a filter may stand behind. Behind a name it calls a function, behind a {@code [} a script. */
    private static final String BEFORE_BRACKET = "?(!&|";

    private final String where;
    private final String path;
    private int descents;
    private int filters;
    private int commas;

    PathCheck(String where, String path) {
        this.where = where;
        this.path = path;
    }

    /**
     * Reads the whole path.
     *
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException at the first part that is refused
     */
    void run() {
        refuseIf(!path.startsWith("$"), "$", 0);
        int at = 1;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '\'' || c == '"') {
                at = quoted(at, c);
            } else {
                plain(at, c);
                at++;
            }
        }
    }

    private void plain(int at, char c) {
        refuseIf(c == '$' || c == '\\', String.valueOf(c), at);
        refuseIf(path.startsWith("..", at) && ++descents > 1, "..", at);
        refuseIf(c == '?' && ++filters > 1, "?", at);
        refuseIf(c == ',' && ++commas > MAX_COMMAS, ",", at);
        refuseIf(path.startsWith("=~", at), "=~", at);
        refuseIf(c == '(' && BEFORE_BRACKET.indexOf(before(at)) < 0, "(", at);
    }

    private int quoted(int start, char quote) {
        refuseIf(BEFORE_QUOTE.indexOf(path.charAt(start - 1)) < 0, String.valueOf(quote), start);
        int at = start + 1;
        while (at < path.length() && path.charAt(at) != quote) {
            at += path.charAt(at) == '\\' ? 2 : 1;
        }
        refuseIf(at >= path.length(), String.valueOf(quote), start);
        return at + 1;
    }

    /** The last character before a place that is no space. */
    private char before(int at) {
        int i = at - 1;
        while (i > 0 && path.charAt(i) == ' ') {
            i--;
        }
        return path.charAt(i);
    }

    private void refuseIf(boolean bad, String part, int at) {
        if (bad) {
            throw SafePattern.input(where, "trigger.path-refused", path, part, at + 1);
        }
    }
}

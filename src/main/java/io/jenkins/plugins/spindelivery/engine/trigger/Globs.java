package io.jenkins.plugins.spindelivery.engine.trigger;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * Filters of paths, of files or of repositories: {@code *} and {@code ?} stay within a segment, <code>**</code> spans
 * segments, a folder with a slash behind it means all below it, and a {@code !} in front takes away again what the
 * others let in.
 */
public final class Globs {
    private static final int MAX_GLOBS = 100;
    private static final int MAX_LENGTH = 200;

    private final List<String> texts;
    private final List<SafePattern> wanted = new ArrayList<>();
    private final List<SafePattern> unwanted = new ArrayList<>();

    private Globs(List<String> texts) {
        this.texts = List.copyOf(texts);
    }

    /**
     * Reads filters.
     *
     * @param where what they belong to, for problems
     * @param texts at most 100 of at most 200 characters; none lets everything in, and only such with {@code !}
     *     everything but those
     * @return the filters
     * @throws ProblemException when there are too many, or one is empty or too long
     */
    public static Globs of(String where, List<String> texts) {
        if (texts.size() > MAX_GLOBS) {
            throw SafePattern.input(where, "trigger.globs-many", MAX_GLOBS);
        }
        Globs globs = new Globs(texts);
        for (String text : texts) {
            boolean not = text.startsWith("!");
            String glob = not ? text.substring(1) : text;
            if (glob.isBlank() || glob.length() > MAX_LENGTH) {
                throw SafePattern.input(where, "trigger.glob-length", text, MAX_LENGTH);
            }
            (not ? globs.unwanted : globs.wanted).add(SafePattern.of(where, regex(glob)));
        }
        return globs;
    }

    /** Whether there is no filter. */
    public boolean isEmpty() {
        return texts.isEmpty();
    }

    /**
     * Whether a path passes.
     *
     * @param path segments with slashes between them, without one in front
     * @return whether it passes
     * @throws ProblemException when the comparison takes too long
     */
    public boolean matches(String path) {
        return (wanted.isEmpty() || wanted.stream().anyMatch(glob -> glob.matches(path)))
                && unwanted.stream().noneMatch(glob -> glob.matches(path));
    }

    /** The filters as they were given. */
    @Override
    public String toString() {
        return String.join(", ", texts);
    }

    private static String regex(String glob) {
        String path = (glob.startsWith("/") ? glob.substring(1) : glob) + (glob.endsWith("/") ? "**" : "");
        StringBuilder regex = new StringBuilder("(?s)");
        int at = 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (path.startsWith("**/", at) && (at == 0 || path.charAt(at - 1) == '/')) {
                // No segment at all is one of the possibilities.
                regex.append("(?:.*/)?");
                at += 3;
            } else if (path.startsWith("**", at)) {
                regex.append(".*");
                at += 2;
            } else {
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : literal(c));
                at++;
            }
        }
        return regex.toString();
    }

    private static String literal(char c) {
        boolean plain = Character.isLetterOrDigit(c) || c > 127;
        return plain ? String.valueOf(c) : "\\" + c;
    }
}

package io.jenkins.plugins.spindelivery.engine.manifest.read;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Says in our own words what SnakeYAML found wrong: it speaks of tokens and scalars, in English only, and some of its
 * messages quote the text, which may be secret.
 */
final class SyntaxFaults {
    private static final Pattern CHARACTER = Pattern.compile("found character '(.*)' that cannot start any token.*");

    private SyntaxFaults() {}

    /**
     * The fault behind an exception.
     *
     * @param e what SnakeYAML threw
     * @param firstLine the line of the whole text in which SnakeYAML's text starts
     * @return the fault, and how far SnakeYAML came
     */
    static Unreadable of(MarkedYAMLException e, int firstLine) {
        Mark mark = e.getProblemMark();
        return Unreadable.syntax(fault(e, mark, firstLine), mark.getIndex());
    }

    private static Fault fault(MarkedYAMLException e, Mark mark, int firstLine) {
        String problem = e.getProblem() == null ? "" : e.getProblem();
        int line = firstLine + mark.getLine();
        int begun = firstLine + (e.getContextMark() == null ? mark : e.getContextMark()).getLine();
        Matcher character = CHARACTER.matcher(problem);
        if (character.matches()) {
            return problem.contains("(TAB)")
                    ? new Fault("manifest.read-tab", line)
                    : new Fault("manifest.read-character", line, character.group(1));
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return new Fault("manifest.read-colon", line, mark.getColumn() + 1);
        }
        if (problem.equals(LibyamlScanner.COLON_WITHIN_WORD)) {
            return new Fault("manifest.read-colon-blank", line, mark.getColumn() + 1);
        }
        if (problem.contains("entries are not allowed")) {
            return new Fault("manifest.read-dash", line, mark.getColumn() + 1);
        }
        if (problem.startsWith("could not find expected ':'")) {
            return new Fault("manifest.read-no-colon", begun);
        }
        if (problem.startsWith("expected <block end>")) {
            return new Fault("manifest.read-indentation", line, String.valueOf(begun));
        }
        if (problem.startsWith("found unexpected end of stream")
                || problem.startsWith("found unexpected document separator")) {
            return new Fault("manifest.read-quote", begun);
        }
        if (problem.startsWith("expected ',' or")) {
            return new Fault("manifest.read-bracket", line, String.valueOf(begun));
        }
        if (problem.startsWith("found unknown escape") || problem.startsWith("expected escape sequence")) {
            return new Fault("manifest.read-escape", line, mark.getColumn() + 1);
        }
        String context = e.getContext() == null ? "" : e.getContext();
        if (context.startsWith("while scanning an alias") || context.startsWith("while scanning an anchor")) {
            return new Fault("manifest.read-anchor", line);
        }
        return new Fault("manifest.read-syntax", line, mark.getColumn() + 1);
    }
}

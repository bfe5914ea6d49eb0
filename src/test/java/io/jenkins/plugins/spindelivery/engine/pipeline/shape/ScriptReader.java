package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.One;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Parallel;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the little of Groovy that our scripts are made of, so that a test can tell what a script does. */
final class ScriptReader {
    private static final Pattern TOKEN = Pattern.compile(
            "'((?:[^'\\\\\\n]|\\\\(?:[\\\\'nrt]|[0-3][0-7]{2}))*)'|\\w+|[(){}\\[\\]:,=]|//[^\\n]*|\\s+");

    /** What a line does, with what lies in it. */
    private record Statement(Kind kind, String name, List<Statement> body) {}

    private enum Kind {
        STAGE,
        BRANCH,
        RUN,
        PARALLEL,
        PARALLEL_BRANCHES,
        CALL,
        FILL
    }

    private final List<String> tokens = new ArrayList<>();
    private final Map<String, List<Statement>> methods = new HashMap<>();
    private final List<String> labels = new ArrayList<>();
    private final Map<String, String> agents = new HashMap<>();
    private final Shape shape;
    private int position;

    ScriptReader(String script) {
        Matcher matcher = TOKEN.matcher(script);
        int end = 0;
        while (matcher.find()) {
            require(matcher.start() == end, script.substring(end, matcher.start()));
            end = matcher.end();
            if (!matcher.group().isBlank() && !matcher.group().startsWith("//")) {
                tokens.add(matcher.group());
            }
        }
        require(end == script.length(), script.substring(end));
        while (is("void")) {
            String name = next();
            skip("(");
            if (is("Map")) {
                skip("branches");
            }
            skip(")");
            methods.put(name, block());
        }
        skip("spinPipeline");
        List<Statement> main = block();
        require(position == tokens.size(), "something behind the end");
        shape = shape(main);
    }

    /** What the script runs, its methods put in their places. */
    Shape shape() {
        return shape;
    }

    /** The names of all stages and branches, as they come. */
    List<String> labels() {
        return labels;
    }

    /** The agents' labels by refId; an empty one for any agent. */
    Map<String, String> agents() {
        return agents;
    }

    /** The most stages that any method holds. */
    long mostInAMethod() {
        return methods.values().stream().mapToLong(ScriptReader::runs).max().orElse(0);
    }

    private static long runs(List<Statement> body) {
        return body.stream()
                .mapToLong(statement -> (statement.kind() == Kind.RUN ? 1 : 0) + runs(statement.body()))
                .sum();
    }

    private Shape shape(List<Statement> body) {
        List<Shape> parts = new ArrayList<>();
        List<Statement> branches = new ArrayList<>();
        for (Statement statement : body) {
            switch (statement.kind()) {
                case FILL -> branches.addAll(methods.get(statement.name()));
                case PARALLEL_BRANCHES -> parts.add(parallel(branches));
                default -> parts.add(shape(statement));
            }
        }
        return parts.size() == 1 ? parts.get(0) : new Sequence(parts);
    }

    private Shape shape(Statement statement) {
        return switch (statement.kind()) {
            case STAGE, BRANCH -> {
                labels.add(statement.name());
                yield shape(statement.body());
            }
            case RUN -> new One(statement.name());
            case PARALLEL -> parallel(statement.body());
            case CALL -> shape(methods.get(statement.name()));
            default -> throw new AssertionError(statement.kind());
        };
    }

    private Shape parallel(List<Statement> branches) {
        return new Parallel(branches.stream().map(this::shape).toList());
    }

    private List<Statement> block() {
        List<Statement> statements = new ArrayList<>();
        skip("{");
        while (!is("}")) {
            Statement statement = statement();
            if (statement != null) {
                statements.add(statement);
            }
        }
        return statements;
    }

    private Statement statement() {
        String word = next();
        switch (word) {
            case "stage" -> {
                skip("(");
                String label = text();
                skip(")");
                return new Statement(Kind.STAGE, label, block());
            }
            case "if" -> {
                return run();
            }
            case "parallel" -> {
                return is("branches") ? new Statement(Kind.PARALLEL_BRANCHES, "", List.of()) : parallel();
            }
            case "def" -> {
                List.of("branches", "=", "[", "failFast", ":", "true", "]").forEach(this::skip);
                return null;
            }
            case "branches" -> {
                skip("[");
                String label = text();
                List.of("]", "=").forEach(this::skip);
                return new Statement(Kind.BRANCH, label, block());
            }
            default -> {
                skip("(");
                Kind kind = is("branches") ? Kind.FILL : Kind.CALL;
                skip(")");
                require(word.startsWith("part"), word);
                return new Statement(kind, word, List.of());
            }
        }
    }

    private Statement parallel() {
        List.of("failFast", ":", "true").forEach(this::skip);
        List<Statement> branches = new ArrayList<>();
        while (is(",")) {
            String label = text();
            skip(":");
            branches.add(new Statement(Kind.BRANCH, label, block()));
        }
        return new Statement(Kind.PARALLEL, "", branches);
    }

    private Statement run() {
        List.of("(", "spinPipelineAwait", "(").forEach(this::skip);
        String refId = text();
        List.of(")", ")", "{").forEach(this::skip);
        boolean agent = is("node");
        if (agent) {
            agents.put(refId, is("(") ? text() : "");
            if (!agents.get(refId).isEmpty()) {
                skip(")");
            }
            skip("{");
        }
        List.of("spinPipelineStage", "(").forEach(this::skip);
        require(refId.equals(text()), "one refId");
        List.of(")", "}").forEach(this::skip);
        if (agent) {
            skip("}");
        }
        return new Statement(Kind.RUN, refId, List.of());
    }

    private boolean is(String token) {
        boolean here = position < tokens.size() && tokens.get(position).equals(token);
        position += here ? 1 : 0;
        return here;
    }

    private void skip(String token) {
        require(is(token), token + " expected, not " + tokens.subList(position, Math.min(position + 5, tokens.size())));
    }

    private String next() {
        return tokens.get(position++);
    }

    private String text() {
        String literal = next();
        require(literal.startsWith("'"), literal);
        return Pattern.compile("\\\\([0-7]{3}|.)")
                .matcher(literal.substring(1, literal.length() - 1))
                .replaceAll(found -> Matcher.quoteReplacement(unescaped(found.group(1))));
    }

    private static String unescaped(String escape) {
        return switch (escape) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            case "'", "\\" -> escape;
            default -> String.valueOf((char) Integer.parseInt(escape, 8));
        };
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}

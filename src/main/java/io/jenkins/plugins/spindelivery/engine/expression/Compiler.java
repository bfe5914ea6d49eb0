package io.jenkins.plugins.spindelivery.engine.expression;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** Decides what a text between <code>${</code> and its closing brace is, before anything is evaluated. */
final class Compiler {
    /** The same few expressions stand in many manifests. */
    private static final int MAX_CACHED = 1_000;

    private static final int MAX_CACHED_LENGTH = 200;

    private static final Pattern POSITIONAL = Pattern.compile("\\d{1,2}");

    private final Map<String, Object> roots;
    private final boolean pipeline;
    private final ExpressionLimits limits;
    private final SpelExpressionParser parser;
    private final Map<String, Compiled> cache = new ConcurrentHashMap<>();

    Compiler(ExpressionContext context, ExpressionLimits limits) {
        this.roots = context.roots();
        this.pipeline = context.stages().isPresent();
        this.limits = limits;
        this.parser = new SpelExpressionParser(
                new SpelParserConfiguration(SpelCompilerMode.OFF, null, false, false, 0, limits.maxExpressionLength()));
    }

    /** What a text turned out to be. */
    sealed interface Compiled {}

    /** An expression to evaluate. */
    record Ready(SpelNode root) implements Compiled {}

    /** A root whose name is no identifier. */
    record Named(String root) implements Compiled {}

    /** No well-formed expression; stays, with a warning if there is one. */
    record Malformed(Optional<ExpressionFault> warning) implements Compiled {}

    /** Somebody else's placeholder; stays, with a warning if there is one. */
    record Foreign(Optional<ExpressionFault> warning) implements Compiled {}

    /** An expression that is refused. */
    record Refused(ExpressionFault fault) implements Compiled {}

    Compiled compile(String expression) {
        Compiled known = cache.get(expression);
        if (known == null) {
            known = decide(expression);
            if (expression.length() <= MAX_CACHED_LENGTH && cache.size() < MAX_CACHED) {
                cache.put(expression, known);
            }
        }
        return known;
    }

    /** A warning for text behind an opening that nothing closes, if it begins like an expression of ours. */
    Optional<ExpressionFault> unclosed(String text) {
        return looksLikeOurs(text, "expression.left-unclosed");
    }

    private Compiled decide(String expression) {
        String name = expression.strip();
        if (name.isEmpty()) {
            return new Malformed(Optional.empty());
        } else if (POSITIONAL.matcher(expression).matches()) {
            return new Foreign(Optional.empty());
        } else if (Syntax.isDashedName(name) && roots.containsKey(name)) {
            return new Named(name);
        } else if (expression.length() > limits.maxExpressionLength()) {
            return new Refused(new ExpressionFault.Unparsed(
                    "expression.too-long", expression.length(), limits.maxExpressionLength()));
        } else if (!Syntax.isShallow(expression, limits.maxDepth())) {
            return new Refused(new ExpressionFault.Unparsed("expression.too-deep", limits.maxDepth()));
        }
        return parse(expression);
    }

    private Compiled parse(String expression) {
        SpelNode root;
        try {
            root = parser.parseRaw(expression).getAST();
        } catch (ParseException | IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // The last of them because Spring's tokenizer reads past the end of "1e".
            return new Malformed(looksLikeOurs(expression, "expression.left-malformed"));
        }
        try {
            return classify(expression, new Analysis(expression, root, limits.maxDepth(), pipeline), root);
        } catch (ExpressionFault fault) {
            return new Refused(fault);
        }
    }

    /** A warning for text that begins like an expression of ours. */
    private Optional<ExpressionFault> looksLikeOurs(String expression, String warning) {
        String name = Syntax.firstName(expression);
        boolean ours = roots.containsKey(name)
                || name.startsWith("#") && Helpers.refusal(name, pipeline).isEmpty();
        return ours ? Optional.of(new ExpressionFault.Unparsed(warning)) : Optional.empty();
    }

    private Compiled classify(String expression, Analysis analysis, SpelNode root) {
        if (analysis.forbidden().isPresent()) {
            return new Refused(analysis.forbidden().get());
        }
        List<String> unknown = analysis.required().stream()
                .filter(name -> !roots.containsKey(name))
                .toList();
        boolean usesForeign = !unknown.isEmpty()
                || !analysis.calls().isEmpty()
                || !analysis.variables().isEmpty();
        boolean usesOurs = analysis.ours()
                || Stream.concat(analysis.required().stream(), analysis.optional().stream())
                        .anyMatch(roots::containsKey);
        // ${env-name} is one name to whoever wrote it, even where env alone is a root.
        if (usesForeign && (!usesOurs || Syntax.isDashedName(expression.strip()))) {
            return new Foreign(nearlyOurs(analysis, unknown));
        } else if (usesForeign) {
            return new Refused(unknownFault(expression, analysis, unknown));
        }
        return analysis.unsupported().<Compiled>map(Refused::new).orElseGet(() -> new Ready(root));
    }

    private Optional<ExpressionFault> nearlyOurs(Analysis analysis, List<String> unknown) {
        Optional<ExpressionFault> root = unknown.stream()
                .flatMap(name -> Names.almost(name, roots.keySet()).stream()
                        .map(near -> new ExpressionFault("expression.left-near", name, near)))
                .findFirst();
        return root.or(() -> Stream.concat(
                        analysis.calls().stream(), analysis.variables().stream().map(name -> name.substring(1)))
                .flatMap(name -> Helpers.meant(name, pipeline).stream()
                        .map(helper -> new ExpressionFault("expression.left-near", name, helper + "(…)")))
                .findFirst());
    }

    private ExpressionFault unknownFault(String expression, Analysis analysis, List<String> unknown) {
        String dashed = Syntax.dashedEnd(expression.strip());
        if (!dashed.isEmpty() && roots.containsKey(Syntax.firstName(expression))) {
            return new ExpressionFault("expression.dashed-name", dashed);
        } else if (!unknown.isEmpty()) {
            String name = unknown.get(0);
            return Names.nearest(name, roots.keySet())
                    .map(near -> new ExpressionFault("expression.unknown-name-near", name, near))
                    .orElseGet(() -> new ExpressionFault("expression.unknown-name", name, Names.list(roots.keySet())));
        } else if (!analysis.calls().isEmpty()) {
            return new ExpressionFault(
                    "expression.unknown-call", analysis.calls().iterator().next());
        }
        return new ExpressionFault(
                "expression.unknown-variable", analysis.variables().iterator().next());
    }
}

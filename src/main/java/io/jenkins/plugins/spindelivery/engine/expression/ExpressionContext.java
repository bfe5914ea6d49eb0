package io.jenkins.plugins.spindelivery.engine.expression;

import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactFetcher;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What expressions can see: named values, and what some helper functions need. Immutable. */
public final class ExpressionContext {
    private static final String ANONYMOUS = "anonymous";

    private final Map<String, Object> roots;
    private final String user;
    private final YamlParser yaml;
    private final ArtifactFetcher urls;
    private final StageLookup stages;

    private ExpressionContext(
            Map<String, Object> roots, String user, YamlParser yaml, ArtifactFetcher urls, StageLookup stages) {
        this.roots = roots;
        this.user = user;
        this.yaml = yaml;
        this.urls = urls;
        this.stages = stages;
    }

    /**
     * A context of named values, without a user, YAML and URLs.
     *
     * @param roots the values by name, such as {@code parameters}, {@code trigger}, {@code execution}: maps, lists,
     *     texts, numbers, booleans, {@code null} and Jackson trees; copied, so later changes have no
     *     effect, but for what {@link TreeView} made
     * @return the context
     * @throws IllegalArgumentException when a value is of another type, contains itself or is nested too deep, or a
     *     key is not text
     */
    public static ExpressionContext of(Map<String, ?> roots) {
        return new ExpressionContext(Values.copyOfMap(roots), ANONYMOUS, null, null, null);
    }

    /**
     * The same context for a user.
     *
     * @param name what {@code #currentUser()} gives
     * @return the context
     */
    public ExpressionContext withUser(String name) {
        return new ExpressionContext(roots, name, yaml, urls, stages);
    }

    /**
     * The same context with the YAML helpers.
     *
     * @param parser reads YAML under limits
     * @return the context
     */
    public ExpressionContext withYaml(YamlParser parser) {
        return new ExpressionContext(roots, user, parser, urls, stages);
    }

    /**
     * The same context with {@code #fromUrl} and its kin.
     *
     * @param fetcher fetches {@code http:} and {@code https:} URLs under a policy; asked for nothing else
     * @return the context
     */
    public ExpressionContext withUrls(ArtifactFetcher fetcher) {
        return new ExpressionContext(roots, user, yaml, fetcher, stages);
    }

    /**
     * The same context in the run of a pipeline, with {@code #stage} and its kin.
     *
     * @param lookup answers for the run; its maps and lists are plain data or what {@link TreeView} made
     * @return the context
     */
    public ExpressionContext withStages(StageLookup lookup) {
        return new ExpressionContext(roots, user, yaml, urls, lookup);
    }

    /**
     * The same context with one more value.
     *
     * @param name of the value; takes the place of a value with that name
     * @param value as {@link #of} takes it
     * @return the context
     * @throws IllegalArgumentException as {@link #of}
     */
    public ExpressionContext with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(roots);
        more.put(name, value);
        return new ExpressionContext(Values.copyOfMap(more), user, yaml, urls, stages);
    }

    Map<String, Object> roots() {
        return roots;
    }

    String user() {
        return user;
    }

    Optional<YamlParser> yaml() {
        return Optional.ofNullable(yaml);
    }

    Optional<ArtifactFetcher> urls() {
        return Optional.ofNullable(urls);
    }

    Optional<StageLookup> stages() {
        return Optional.ofNullable(stages);
    }

    /** For people: the names that are given; never their values, which may be secret. */
    @Override
    public String toString() {
        return "ExpressionContext" + Set.copyOf(roots.keySet());
    }
}

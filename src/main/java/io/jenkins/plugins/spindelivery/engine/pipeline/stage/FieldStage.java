package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A stage type that is a list of {@link Part}s. What stands in the stage's {@code spinDelivery} goes before what its fields
 * say; there {@code null} stands for an argument that is left out.
 */
final class FieldStage implements StageType {
    /** The map of what Spinnaker has no field for. */
    static final String OWN = "spinDelivery";

    /** What stands there and is no argument. */
    static final String AGENT = "agent";

    private final Set<String> names;
    private final Function<ObjectNode, String> function;
    private final List<Part> parts = new ArrayList<>();
    private final List<BiConsumer<ObjectNode, Report>> checks = new ArrayList<>();
    private final Set<String> noArguments = new LinkedHashSet<>(Set.of(AGENT));
    private Views views = Views.WHOLE;
    private Function<ObjectNode, Set<String>> unevaluated = stage -> Set.of();
    private Function<ObjectNode, Optional<String>> agent = stage -> Optional.empty();
    private BiFunction<ObjectNode, List<JsonNode>, ObjectNode> outputs = (stage, values) -> Outputs.none();

    private FieldStage(Function<ObjectNode, String> function, Set<String> names) {
        this.function = function;
        this.names = names;
    }

    /** A type that comes to one step. */
    static FieldStage of(String function, String... names) {
        return choosing(stage -> function, names);
    }

    /** A type whose step depends on its fields. */
    static FieldStage choosing(Function<ObjectNode, String> function, String... names) {
        return new FieldStage(function, new LinkedHashSet<>(Arrays.asList(names)));
    }

    FieldStage with(Part... more) {
        parts.addAll(Arrays.asList(more));
        return this;
    }

    FieldStage with(List<Part> more) {
        parts.addAll(more);
        return this;
    }

    /** Looks for what can't be done, or is done otherwise. */
    FieldStage checking(BiConsumer<ObjectNode, Report> check) {
        checks.add(check);
        return this;
    }

    /** Fields that have to say something. */
    FieldStage needs(String... paths) {
        return checking((stage, report) -> {
            for (String path : paths) {
                if (Trees.blank(Trees.at(stage, path)) && !stage.path(OWN).has(path)) {
                    report.cannot("pipeline.stage-field-missing", path);
                }
            }
        });
    }

    /** Fields that nothing here comes of: what they say is lost. */
    FieldStage ignoring(String... paths) {
        return checking((stage, report) -> {
            for (String path : paths) {
                JsonNode value = Trees.at(stage, path);
                if (!Trees.blank(value) && !Trees.isFalse(value)) {
                    report.changes("pipeline.stage-field-unused", path);
                }
            }
        });
    }

    /** Keys of {@code spinDelivery} that are no arguments. */
    FieldStage keeping(String... keys) {
        noArguments.addAll(Arrays.asList(keys));
        return this;
    }

    FieldStage over(Views newViews) {
        views = newViews;
        return this;
    }

    FieldStage leaving(Function<ObjectNode, Set<String>> fields) {
        unevaluated = fields;
        return this;
    }

    FieldStage onAgent(Function<ObjectNode, Optional<String>> label) {
        agent = label;
        return this;
    }

    FieldStage giving(BiFunction<ObjectNode, List<JsonNode>, ObjectNode> made) {
        outputs = made;
        return this;
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public List<StepCall> calls(ObjectNode stage, Mapping mapping) {
        Report report = Report.of(stage, mapping);
        checks.forEach(check -> check.accept(stage, report));
        return views.of(stage).stream().map(view -> call(view, report)).toList();
    }

    private StepCall call(ObjectNode view, Report report) {
        Map<String, JsonNode> arguments = new LinkedHashMap<>();
        parts.forEach(part -> part.read(view, report, arguments));
        view.path(OWN).fields().forEachRemaining(own -> {
            if (own.getValue().isNull()) {
                arguments.remove(own.getKey());
            } else if (!noArguments.contains(own.getKey())) {
                arguments.put(own.getKey(), own.getValue());
            }
        });
        return new StepCall(function.apply(view), arguments);
    }

    @Override
    public ObjectNode write(ObjectNode stage, List<StepCall> before, List<StepCall> after) {
        ObjectNode written = stage.deepCopy();
        List<ObjectNode> originals = views.of(written);
        if (before.size() != originals.size() || after.size() != originals.size()) {
            throw new IllegalArgumentException("The calls are not those of this stage.");
        }
        List<ObjectNode> changed = new ArrayList<>();
        for (int i = 0; i < originals.size(); i++) {
            ObjectNode view = originals.get(i).deepCopy();
            write(view, before.get(i).arguments(), after.get(i).arguments());
            changed.add(view);
        }
        if (!changed.equals(originals)) {
            views.merge(written, originals, changed);
        }
        return written;
    }

    private void write(ObjectNode view, Map<String, JsonNode> before, Map<String, JsonNode> after) {
        Set<String> changed = new LinkedHashSet<>(before.keySet());
        changed.addAll(after.keySet());
        changed.removeIf(argument -> same(argument, before.get(argument), after.get(argument)));
        Set<String> own = new LinkedHashSet<>(changed);
        for (Part part : parts) {
            Set<String> mine = new LinkedHashSet<>(part.arguments());
            mine.retainAll(changed);
            mine.removeIf(view.path(OWN)::has);
            if (!mine.isEmpty()) {
                ObjectNode untouched = view.deepCopy();
                part.write(view, after, mine);
                Map<String, JsonNode> read = new LinkedHashMap<>();
                part.read(view, Report.silent(view), read);
                Set<String> held = new LinkedHashSet<>(mine);
                held.removeIf(argument -> !part.same(argument, read.get(argument), after.get(argument)));
                if (held.isEmpty()) {
                    view.removeAll();
                    view.setAll(untouched);
                }
                own.removeAll(held);
                if (part.together() && !held.containsAll(mine)) {
                    part.arguments().stream().filter(after::containsKey).forEach(own::add);
                }
            }
        }
        own.forEach(argument -> keep(view, argument, after.get(argument)));
    }

    private boolean same(String argument, JsonNode one, JsonNode other) {
        return parts.stream()
                .filter(part -> part.arguments().contains(argument))
                .findFirst()
                .map(part -> part.same(argument, one, other))
                .orElseGet(() -> Trees.same(one, other));
    }

    /** Keeps what the stage's fields can't hold. */
    private void keep(ObjectNode view, String argument, JsonNode value) {
        ObjectNode own = view.path(OWN) instanceof ObjectNode there ? there : JsonNodeFactory.instance.objectNode();
        own.remove(argument);
        view.set(OWN, own);
        if (!Trees.blank(value)) {
            own.set(argument, value.deepCopy());
        } else if (call(view, Report.silent(view)).arguments().containsKey(argument)) {
            own.set(argument, NullNode.getInstance());
        }
        if (own.isEmpty()) {
            view.remove(OWN);
        }
    }

    @Override
    public Set<String> leaveUnevaluated(ObjectNode stage) {
        return unevaluated.apply(stage);
    }

    @Override
    public Optional<String> agent(ObjectNode stage) {
        return agent.apply(stage);
    }

    @Override
    public ObjectNode outputs(ObjectNode stage, List<JsonNode> values) {
        return outputs.apply(stage, values);
    }
}

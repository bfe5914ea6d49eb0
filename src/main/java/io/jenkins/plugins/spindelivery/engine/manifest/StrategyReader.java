package io.jenkins.plugins.spindelivery.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.DeployStrategy.Method;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code strategy.spinnaker.io/} annotations. A malformed value counts as missing and is warned of. */
public final class StrategyReader {
    private static final String FORCE_CONFLICTS = "force-conflicts";
    private static final Set<String> TRUTH = Set.of("true", "false");

    /** In the order of the texts that list them. */
    private static final List<String> KEYS = List.of(
            SpinnakerAnnotations.STRATEGY_RECREATE,
            SpinnakerAnnotations.STRATEGY_REPLACE,
            SpinnakerAnnotations.STRATEGY_SERVER_SIDE_APPLY,
            SpinnakerAnnotations.STRATEGY_VERSIONED,
            SpinnakerAnnotations.STRATEGY_MAX_VERSION_HISTORY,
            SpinnakerAnnotations.STRATEGY_USE_SOURCE_CAPACITY);

    /** Those that say how an object is written. */
    private static final List<String> METHODS = KEYS.subList(0, 3);

    private final Manifest manifest;
    private final Method usual;
    private final List<Problem> warnings = new ArrayList<>();

    private StrategyReader(Manifest manifest, Method usual) {
        this.manifest = manifest;
        this.usual = usual;
    }

    /**
     * What was read.
     *
     * @param strategy the strategy
     * @param warnings values that can't be what they should be
     */
    public record Reading(DeployStrategy strategy, List<Problem> warnings) {}

    /**
     * Reads the strategy of a manifest. Of several methods that are set, recreate beats replace, which beats server-side
     * apply.
     *
     * @param manifest the manifest
     * @param usual how an object is written that has no annotation about it, not even one that says no
     * @return its strategy, and warnings
     */
    public static Reading read(Manifest manifest, Method usual) {
        StrategyReader reader = new StrategyReader(manifest, usual);
        DeployStrategy strategy = reader.read();
        return new Reading(strategy, List.copyOf(reader.warnings));
    }

    private DeployStrategy read() {
        warnOfUnknownKeys();
        String serverSide = serverSideApply();
        Method method = method(serverSide);
        boolean force = method == Method.SERVER_SIDE_APPLY && serverSide.equals(FORCE_CONFLICTS);
        return new DeployStrategy(
                method, force, versioned(), history(), flag(SpinnakerAnnotations.STRATEGY_USE_SOURCE_CAPACITY));
    }

    private Method method(String serverSide) {
        Map<String, Method> wanted = new LinkedHashMap<>();
        if (flag(SpinnakerAnnotations.STRATEGY_RECREATE)) {
            wanted.put(SpinnakerAnnotations.STRATEGY_RECREATE, Method.RECREATE);
        }
        if (flag(SpinnakerAnnotations.STRATEGY_REPLACE)) {
            wanted.put(SpinnakerAnnotations.STRATEGY_REPLACE, Method.REPLACE);
        }
        if (!serverSide.equals("false")) {
            wanted.put(SpinnakerAnnotations.STRATEGY_SERVER_SIDE_APPLY, Method.SERVER_SIDE_APPLY);
        }
        boolean open = METHODS.stream()
                .allMatch(key -> SpinnakerAnnotations.raw(manifest.json(), key).isEmpty());
        List<String> keys = List.copyOf(wanted.keySet());
        if (keys.size() > 1) {
            String ignored = String.join(", ", keys.subList(1, keys.size()));
            warn("manifest.strategies-contradict", keys.get(0), manifest.ref(), keys.get(0), ignored);
        }
        return wanted.values().stream().findFirst().orElse(open ? usual : Method.APPLY);
    }

    private String serverSideApply() {
        String key = SpinnakerAnnotations.STRATEGY_SERVER_SIDE_APPLY;
        return word(key, Set.of("true", "false", FORCE_CONFLICTS), "true, force-conflicts")
                .orElse("false");
    }

    private boolean flag(String key) {
        return word(key, TRUTH, "true, false").orElse("false").equals("true");
    }

    /** Unlike the others a malformed value does not count as missing: as in Spinnaker, anything but true means no. */
    private Boolean versioned() {
        String key = SpinnakerAnnotations.STRATEGY_VERSIONED;
        Optional<String> raw = SpinnakerAnnotations.raw(manifest.json(), key);
        if (raw.isEmpty()) {
            return null;
        }
        Optional<String> word = known(key, TRUTH);
        if (word.isEmpty()) {
            warn("manifest.versioned-malformed", key, manifest.ref(), key, raw.get());
        }
        return word.orElse("false").equals("true");
    }

    private Integer history() {
        String key = SpinnakerAnnotations.STRATEGY_MAX_VERSION_HISTORY;
        Optional<String> text = SpinnakerAnnotations.raw(manifest.json(), key);
        if (text.isEmpty()) {
            return null;
        }
        try {
            int keep = Integer.parseInt(
                    SpinnakerAnnotations.text(manifest.json(), key).orElse("").trim());
            if (keep >= 1) {
                return keep;
            }
        } catch (NumberFormatException e) {
            // Told below, in the same words as a number that is too small.
        }
        warn("manifest.history-malformed", key, manifest.ref(), key, text.get());
        return null;
    }

    private Optional<String> word(String key, Set<String> allowed, String shown) {
        Optional<String> raw = SpinnakerAnnotations.raw(manifest.json(), key);
        Optional<String> word = known(key, allowed);
        if (raw.isPresent() && word.isEmpty()) {
            warn("manifest.annotation-malformed", key, manifest.ref(), key, raw.get(), shown);
        }
        return word;
    }

    private Optional<String> known(String key, Set<String> allowed) {
        return SpinnakerAnnotations.text(manifest.json(), key)
                .map(text -> text.trim().toLowerCase(Locale.ROOT))
                .filter(allowed::contains);
    }

    private void warnOfUnknownKeys() {
        JsonNode annotations = manifest.json().at("/metadata/annotations");
        annotations.fieldNames().forEachRemaining(key -> {
            if (key.startsWith(SpinnakerAnnotations.STRATEGY_PREFIX) && !KEYS.contains(key)) {
                warn("manifest.strategy-unknown", key, manifest.ref(), key, String.join(", ", KEYS));
            }
        });
    }

    private void warn(String code, String key, Object... arguments) {
        warnings.add(Problem.of(code, manifest.source().where(SpinnakerAnnotations.pointer(key)), arguments));
    }
}

package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.manifest.DeployOrder;
import io.jenkins.plugins.spindelivery.engine.manifest.DeployStrategy;
import io.jenkins.plugins.spindelivery.engine.manifest.Kind;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.Moniker;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.manifest.StrategyReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestStructure;
import io.jenkins.plugins.spindelivery.engine.manifest.version.Version;
import io.jenkins.plugins.spindelivery.engine.manifest.version.VersionChooser;
import io.jenkins.plugins.spindelivery.engine.manifest.version.VersionHistory;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One run of {@link ManifestPreparation}. */
final class Preparation {
    /** The kinds whose controllers keep old revisions by a field of their own. */
    private static final Set<String> WITH_REVISION_HISTORY = Set.of("Deployment", "StatefulSet", "DaemonSet");

    /** What would take other objects, or data, along if it were deleted; only its own annotation may ask for that. */
    private static final Set<String> NEVER_BY_OPTION =
            Set.of("Namespace", "CustomResourceDefinition", "PersistentVolume", "PersistentVolumeClaim");

    private final PreparationOptions options;
    private final LiveView live;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final RequestArtifacts artifacts;
    private final Annotator annotator;

    Preparation(PreparationOptions options, LiveView live) {
        this.options = options;
        this.live = live;
        this.artifacts = new RequestArtifacts(options, problems, warnings);
        this.annotator = new Annotator(options);
    }

    Prepared run(List<Manifest> manifests) {
        checkStructure(manifests);
        checkLabels();
        List<Manifest> placed = new Placement(options, live, problems, warnings).place(manifests);
        LoadBalancers loadBalancers = new LoadBalancers(placed, options.start(), live, problems, warnings);
        List<PreparedManifest> prepared = new ArrayList<>();
        for (Manifest manifest : DeployOrder.sorted(placed)) {
            prepared.add(prepare(manifest, loadBalancers));
        }
        placed.forEach(artifacts::warnOfUnbound);
        artifacts.checkRequired(placed);
        checkNames(prepared);
        if (!problems.isEmpty()) {
            throw new ProblemException(ProblemException.Category.INPUT, problems);
        }
        return new Prepared(prepared, warnings);
    }

    /** Again, for now the expressions have become values, and the rest relies on maps being maps. */
    private static void checkStructure(List<Manifest> manifests) {
        List<Problem> found = manifests.stream()
                .flatMap(manifest -> ManifestStructure.problems(manifest.json(), manifest.source(), false).stream())
                .toList();
        if (!found.isEmpty()) {
            throw new ProblemException(ProblemException.Category.INPUT, found);
        }
    }

    private PreparedManifest prepare(Manifest manifest, LoadBalancers loadBalancers) {
        StrategyReader.Reading reading = StrategyReader.read(manifest, usualMethod(manifest));
        warnings.addAll(reading.warnings());
        DeployStrategy strategy = reading.strategy();
        List<Artifact> bound = artifacts.bind(manifest);
        loadBalancers.attach(manifest);

        Kind kind = Kinds.of(manifest.json());
        boolean generated = manifest.ref().name().isEmpty();
        boolean versioned = !generated && versioned(kind, strategy);
        warnOfUselessStrategies(manifest, kind, strategy, versioned);
        return versioned
                ? withVersion(manifest, kind, strategy, bound)
                : withoutVersion(manifest, kind, strategy, bound, generated);
    }

    private DeployStrategy.Method usualMethod(Manifest manifest) {
        boolean open = options.strategy() != null
                && !NEVER_BY_OPTION.contains(Kinds.of(manifest.json()).name());
        return open ? options.strategy() : DeployStrategy.Method.APPLY;
    }

    private boolean versioned(Kind kind, DeployStrategy strategy) {
        if (strategy.versioned() != null) {
            return strategy.versioned();
        }
        return options.versioned() == Versioning.DEFAULT ? kind.versioned() : options.versioned() == Versioning.TRUE;
    }

    private PreparedManifest withVersion(Manifest manifest, Kind kind, DeployStrategy strategy, List<Artifact> bound) {
        ObjectNode object = manifest.json();
        ObjectRef ref = manifest.ref();
        List<ObjectNode> priors = live.versions(ref.apiVersion(), ref.kind(), ref.namespace(), ref.name());
        boolean liveReplicas = strategy.useSourceCapacity() && kind.scalable();
        VersionChooser.Choice choice = VersionChooser.choose(object, ref.name(), priors, liveReplicas);
        String fingerprint = choice.fingerprint().orElse(null);
        boolean reused = choice.reused().isPresent();

        Metadata.metadata(object).put("name", choice.version().nameOf(ref.name()));
        if (liveReplicas) {
            Optional<ObjectNode> source = choice.reused()
                    .or(() ->
                            VersionHistory.of(kind, ref.name(), priors).newest().map(VersionHistory.Entry::object));
            source.ifPresent(from -> {
                // The list was asked in this apiVersion, but its items need not say so.
                String name = from.at("/metadata/name").asText();
                SourceCapacity capacity =
                        live.sourceCapacity(new ObjectRef(ref.apiVersion(), ref.kind(), ref.namespace(), name));
                Capacity.use(object, capacity, !reused || strategy.method().losesOmittedFields());
            });
        }
        if (beginsEmpty(kind) && !reused) {
            object.withObjectProperty("spec").put("replicas", 0);
        }
        Artifact artifact = artifact(kind, ref, choice.version());
        warnOfStaleAnnotations(manifest, artifact);
        annotate(manifest, kind, ref.name(), artifact, choice.version(), fingerprint);
        artifacts.produced(artifact);
        return new PreparedManifest(
                manifest,
                manifest.ref(),
                ref.name(),
                choice.version(),
                reused,
                beginsEmpty(kind) ? strategy.keepingAllVersions() : strategy,
                artifact,
                fingerprint,
                bound);
    }

    private boolean beginsEmpty(Kind kind) {
        return options.start() == PreparationOptions.Start.EMPTY && kind.name().equals("ReplicaSet");
    }

    private PreparedManifest withoutVersion(
            Manifest manifest, Kind kind, DeployStrategy strategy, List<Artifact> bound, boolean generated) {
        ObjectRef ref = manifest.ref();
        if (!generated && strategy.useSourceCapacity() && kind.scalable()) {
            Capacity.use(
                    manifest.json(), live.sourceCapacity(ref), strategy.method().losesOmittedFields());
        }
        Artifact artifact = artifact(kind, ref, null);
        String baseName = generated ? prefix(manifest) : ref.name();
        annotate(manifest, kind, baseName, artifact, null, null);
        if (!generated) {
            artifacts.produced(artifact);
        }
        return new PreparedManifest(
                manifest, ref, baseName, null, false, strategy, generated ? null : artifact, null, bound);
    }

    private Artifact artifact(Kind kind, ObjectRef base, Version version) {
        return new Artifact(
                kind.artifactType(),
                base.name(),
                base.namespace(),
                version == null ? "" : version.toString(),
                version == null ? base.name() : version.nameOf(base.name()),
                options.account().isEmpty() ? null : options.account());
    }

    private void annotate(
            Manifest manifest, Kind kind, String baseName, Artifact artifact, Version version, String fingerprint) {
        Moniker moniker = moniker(manifest.json(), kind, baseName, version);
        boolean derived = options.application().isEmpty();
        if (options.appLabels() && derived && !Annotator.canBeLabel(moniker.application())) {
            warnings.add(Problem.of(
                    "manifest.application-no-label", manifest.source().where(), manifest.ref(), moniker.application()));
        }
        annotator.annotate(manifest.json(), artifact, moniker, fingerprint);
    }

    /** Each part from the option, else from the annotation, else from kind and name. */
    private Moniker moniker(ObjectNode object, Kind kind, String baseName, Version version) {
        return new Moniker(
                part(options.application(), object, SpinnakerAnnotations.MONIKER_APPLICATION)
                        .orElseGet(() -> Moniker.ofName(baseName).application()),
                part(options.cluster(), object, SpinnakerAnnotations.MONIKER_CLUSTER)
                        .orElseGet(() -> kind.canonicalName() + " " + baseName),
                part(options.stack(), object, SpinnakerAnnotations.MONIKER_STACK)
                        .orElse(null),
                part(options.detail(), object, SpinnakerAnnotations.MONIKER_DETAIL)
                        .orElse(null),
                version == null ? null : version.number());
    }

    private static Optional<String> part(String option, ObjectNode object, String annotation) {
        Optional<String> given = option.isEmpty() ? SpinnakerAnnotations.text(object, annotation) : Optional.of(option);
        return given.filter(text -> !text.isEmpty());
    }

    private static String prefix(Manifest manifest) {
        return manifest.json().at("/metadata/generateName").asText("").replaceFirst("-+$", "");
    }

    private void checkLabels() {
        if (!options.appLabels()) {
            return;
        }
        checkLabel(SpinnakerAnnotations.LABEL_APP_NAME, options.application());
        checkLabel(SpinnakerAnnotations.LABEL_MANAGED_BY, options.managedBy());
    }

    private void checkLabel(String label, String value) {
        if (!Annotator.canBeLabel(value)) {
            problems.add(Problem.of("manifest.bad-label-value", "", value, label));
        }
    }

    /** A version's name may be the name of another manifest: {@code web} becomes {@code web-v000}, which is there too. */
    private void checkNames(List<PreparedManifest> prepared) {
        Map<String, PreparedManifest> seen = new HashMap<>();
        for (PreparedManifest one : prepared) {
            if (one.ref().name().isEmpty()) {
                continue;
            }
            String canonical = Kinds.of(one.manifest().json()).canonicalName() + " " + one.ref();
            PreparedManifest other = seen.putIfAbsent(canonical, one);
            boolean versionsName = other != null && !other.baseName().equals(one.baseName());
            if (versionsName) {
                problems.add(Problem.of(
                        "manifest.version-name-taken",
                        one.manifest().source().where(),
                        one.ref(),
                        other.manifest().source().where()));
            }
        }
    }

    private void warnOfUselessStrategies(Manifest manifest, Kind kind, DeployStrategy strategy, boolean versioned) {
        if (strategy.maxVersionHistory() != null && !versioned) {
            boolean revisions = WITH_REVISION_HISTORY.contains(kind.name());
            warn(
                    revisions ? "manifest.history-without-versions" : "manifest.history-not-versioned",
                    manifest,
                    SpinnakerAnnotations.STRATEGY_MAX_VERSION_HISTORY);
        }
        if (strategy.useSourceCapacity() && !kind.scalable()) {
            warn("manifest.capacity-not-scalable", manifest, SpinnakerAnnotations.STRATEGY_USE_SOURCE_CAPACITY);
        }
    }

    /** Annotations of an exported object stay, as in Spinnaker; then later deploys don't find the version. */
    private void warnOfStaleAnnotations(Manifest manifest, Artifact artifact) {
        warnIfStale(manifest, SpinnakerAnnotations.ARTIFACT_TYPE, artifact.type());
        warnIfStale(manifest, SpinnakerAnnotations.ARTIFACT_NAME, artifact.name());
    }

    private void warnIfStale(Manifest manifest, String key, String expected) {
        SpinnakerAnnotations.raw(manifest.json(), key)
                .filter(present -> !present.equals(expected))
                .ifPresent(present -> warn("manifest.stale-annotation", manifest, key, present, expected));
    }

    private void warn(String code, Manifest manifest, String key, Object... details) {
        JsonPointer at = SpinnakerAnnotations.pointer(key);
        List<Object> arguments = new ArrayList<>(List.of(manifest.ref(), key));
        arguments.addAll(List.of(details));
        warnings.add(Problem.of(code, manifest.source().where(at), arguments.toArray()));
    }
}

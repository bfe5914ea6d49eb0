package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.ArtifactBinder;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mention;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mentions;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The artifacts of one request: what was given with it, and what it produces itself. */
final class RequestArtifacts {
    /** How many mentions a message lists. */
    private static final int SHOWN = 8;

    private final List<Artifact> required;
    private final ArtifactBinder binder;
    private final List<Problem> problems;
    private final List<Problem> warnings;
    private final Set<Identity> used = new HashSet<>();

    /** All mentions as they were before binding, for the message about an artifact that nothing mentions. */
    private final Set<String> mentioned = new LinkedHashSet<>();

    /** What makes an artifact the one that was asked for; the account does not take part. */
    private record Identity(String type, String name, String version, String location, String reference) {
        static Identity of(Artifact artifact) {
            return new Identity(
                    artifact.type(), artifact.name(), artifact.version(), artifact.location(), artifact.reference());
        }
    }

    RequestArtifacts(PreparationOptions options, List<Problem> problems, List<Problem> warnings) {
        this.problems = problems;
        this.warnings = warnings;
        List<Artifact> optional = List.of();
        if (options.enableArtifactBinding()) {
            required = usable(options.requiredArtifacts(), "manifest.required-artifact-incomplete", problems);
            optional = usable(options.optionalArtifacts(), "manifest.optional-artifact-incomplete", warnings);
        } else {
            required = List.of();
        }
        binder = new ArtifactBinder(required, optional, options.imageMatching(), options.account());
    }

    private static List<Artifact> usable(List<Artifact> given, String code, List<Problem> told) {
        List<Artifact> usable = new ArrayList<>();
        for (Artifact artifact : given) {
            String missing = missing(artifact);
            if (missing.isEmpty()) {
                usable.add(artifact);
            } else {
                told.add(Problem.of(code, "", artifact.toString().trim(), missing));
            }
        }
        return usable;
    }

    private static String missing(Artifact artifact) {
        List<String> missing = new ArrayList<>();
        if (artifact.type().isEmpty()) {
            missing.add("type");
        }
        if (artifact.name().isEmpty()) {
            missing.add("name");
        }
        if (artifact.reference().isEmpty()) {
            missing.add("reference");
        }
        return String.join(", ", missing);
    }

    /** Binds, changing the manifest's tree; what was bound without saying anything new is left out. */
    List<Artifact> bind(Manifest manifest) {
        if (mentioned.size() < SHOWN) {
            Mentions.in(manifest.json()).stream().map(Mention::toString).forEach(mentioned::add);
        }
        List<Artifact> bound = binder.bind(manifest.json());
        bound.forEach(artifact -> used.add(Identity.of(artifact)));
        return bound.stream().filter(RequestArtifacts::worthTelling).toList();
    }

    /** An object of the same request that has no version is mentioned by the very name that it has. */
    private static boolean worthTelling(Artifact artifact) {
        return !artifact.reference().equals(artifact.name());
    }

    void produced(Artifact artifact) {
        binder.produced(artifact);
    }

    /** Warns of mentions that Spinnaker does not bind, of what this request gives another name: they lead nowhere. */
    void warnOfUnbound(Manifest manifest) {
        ObjectRef ref = manifest.ref();
        for (Mention mention : Mentions.unbound(manifest.json())) {
            binder.product(mention, ref.namespace())
                    .filter(RequestArtifacts::worthTelling)
                    .ifPresent(product -> warnings.add(Problem.of(
                            "manifest.mention-not-bound",
                            manifest.source().where(mention.at()),
                            ref,
                            mention.name(),
                            product.reference())));
        }
    }

    void checkRequired(List<Manifest> manifests) {
        for (Artifact artifact : required) {
            if (used.contains(Identity.of(artifact))) {
                continue;
            }
            String where = manifests.size() == 1 ? manifests.get(0).source().where() : "";
            if (mentioned.isEmpty()) {
                problems.add(Problem.of("manifest.required-artifact-no-mentions", where, artifact));
            } else {
                String list = mentioned.stream().limit(SHOWN).collect(Collectors.joining(", "));
                problems.add(Problem.of("manifest.required-artifact-unused", where, artifact, list));
            }
        }
    }
}

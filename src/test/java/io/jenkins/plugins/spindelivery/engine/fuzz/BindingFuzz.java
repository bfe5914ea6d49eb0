package io.jenkins.plugins.spindelivery.engine.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.ArtifactBinder;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.ImageMatching;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mention;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mentions;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.LiveView;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.ManifestPreparation;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.Prepared;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Sections of an input: manifests, then artifacts, one in a line: type, name, reference, location and account with
 * blanks between them.
 */
public final class BindingFuzz {
    private static final String ACCOUNT = "prod";
    private static final int ARTIFACT_PARTS = 5;

    private BindingFuzz() {}

    /** Binds the artifacts into each manifest, then prepares all of them as a deploy does. */
    public static void fuzzerTestOneInput(byte[] data) {
        Sections input = new Sections(data);
        byte[] yaml = input.get(0).getBytes(StandardCharsets.UTF_8);
        List<Artifact> artifacts =
                input.get(1).lines().map(BindingFuzz::artifact).toList();
        Guard.run(() -> ManifestReader.read(ReaderFuzz.FILE, yaml, ReadLimits.DEFAULT))
                .ifPresent(manifests -> {
                    manifests.forEach(manifest -> bind(manifest, artifacts));
                    prepare(manifests, artifacts);
                });
    }

    private static Artifact artifact(String line) {
        List<String> parts = new ArrayList<>(Arrays.asList(line.split(" ", ARTIFACT_PARTS)));
        while (parts.size() < ARTIFACT_PARTS) {
            parts.add("");
        }
        return new Artifact(parts.get(0), parts.get(1), parts.get(3), "", parts.get(2), parts.get(4));
    }

    private static void bind(Manifest manifest, List<Artifact> artifacts) {
        ArtifactBinder binder = new ArtifactBinder(List.of(), artifacts, ImageMatching.NAME_AND_TAG, ACCOUNT);
        ObjectNode bound = manifest.json().deepCopy();
        List<Mention> mentions = Mentions.in(bound);
        List<Artifact> used = Guard.run(() -> binder.bind(bound)).orElseThrow();
        Guard.check(artifacts.containsAll(used), "bound what was not given");
        for (Mention mention : mentions) {
            String now = bound.at(mention.at()).textValue();
            boolean fromArtifact =
                    used.stream().anyMatch(artifact -> artifact.reference().equals(now));
            Guard.check(fromArtifact || mention.name().equals(now), mention + " became " + now);
            ((ObjectNode) bound.at(mention.at().head())).put(mention.at().last().getMatchingProperty(), mention.name());
        }
        Guard.check(bound.equals(manifest.json()), "binding changed more than mentions");
    }

    private static void prepare(List<Manifest> manifests, List<Artifact> artifacts) {
        PreparationOptions options = PreparationOptions.builder()
                .namespace("devops")
                .account(ACCOUNT)
                .optionalArtifacts(artifacts)
                .build();
        List<ObjectNode> before =
                manifests.stream().map(manifest -> manifest.json().deepCopy()).toList();
        Optional<Prepared> prepared = Guard.run(() -> ManifestPreparation.prepare(manifests, options, LiveView.NONE));
        for (int i = 0; i < before.size(); i++) {
            Guard.check(before.get(i).equals(manifests.get(i).json()), "preparing changed the manifest that was read");
        }
        prepared.ifPresent(result -> {
            result.warnings().forEach(Guard::checkMessage);
            Guard.check(result.manifests().size() == manifests.size(), "not as many manifests as were read");
            ReaderFuzz.checkStable(new ArrayList<>(result.manifests().stream()
                    .map(one -> one.manifest().json())
                    .toList()));
        });
    }
}

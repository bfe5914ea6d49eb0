package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Planner.Draft;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mentions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a prune keeps: the objects of the request by the names that they really have, their other versions and generated
 * siblings (which are the history's business), and what they mention.
 */
final class Keeping {
    private final Set<Identity> objects = new HashSet<>();
    private final Set<Identity> prefixes = new HashSet<>();
    private final Set<Mentioned> mentioned = new HashSet<>();

    /** A name in all API versions of the kind's group. */
    private record Identity(String group, String kind, String namespace, String name) {
        static Identity of(ObjectRef ref, String name) {
            return new Identity(ref.group(), ref.kind(), ref.namespace(), name);
        }
    }

    private record Mentioned(String artifactType, String namespace, String name) {}

    private Keeping() {}

    static Keeping of(List<Draft> request) {
        Keeping keeping = new Keeping();
        request.forEach(keeping::add);
        return keeping;
    }

    private void add(Draft draft) {
        ObjectNode manifest = draft.planned().manifest();
        ObjectRef ref = ObjectRef.of(manifest);
        objects.add(Identity.of(ref, ref.name()));
        boolean generated = draft.prepared().ref().name().isEmpty();
        if (generated) {
            prefixes.add(Identity.of(ref, GeneratedNames.prefixOf(ref.name())));
        } else {
            objects.add(Identity.of(ref, draft.prepared().baseName()));
        }
        Stream.concat(Mentions.in(manifest).stream(), Mentions.unbound(manifest).stream())
                .forEach(mention -> mentioned.add(new Mentioned(mention.type(), ref.namespace(), mention.name())));
    }

    /** The annotated name may be another object's, in a manifest that was copied from the cluster; so both count. */
    boolean keeps(ObjectNode live) {
        ObjectRef ref = ObjectRef.of(live);
        String annotated = SpinnakerAnnotations.text(live, SpinnakerAnnotations.ARTIFACT_NAME)
                .orElse(ref.name());
        return objects.contains(Identity.of(ref, ref.name()))
                || objects.contains(Identity.of(ref, annotated))
                || prefixes.contains(Identity.of(ref, GeneratedNames.prefixOf(ref.name())))
                || mentioned.contains(new Mentioned(Kinds.of(live).artifactType(), ref.namespace(), ref.name()));
    }
}

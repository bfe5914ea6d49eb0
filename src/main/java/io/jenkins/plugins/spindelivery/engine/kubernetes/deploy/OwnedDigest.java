package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A digest of what we have declared of an object, by which a later rollback finds out whether it is still as a deploy left
 * it. What others declare does not count, nor does the number of replicas, which autoscalers and people change all the
 * time.
 */
final class OwnedDigest {
    private OwnedDigest() {}

    /**
     * The digest of a live object.
     *
     * @param live with its field owners
     * @return empty when nothing of it is known to be ours
     */
    static String of(ObjectNode live) {
        return Restore.declared(live)
                .map(ObjectNode::deepCopy)
                .map(declared -> {
                    if (declared.get("spec") instanceof ObjectNode spec) {
                        spec.remove("replicas");
                    }
                    return LiveDigest.of(declared);
                })
                .orElse("");
    }
}

package io.jenkins.plugins.spindelivery.child;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Knows what builds of some kind of job have to say to whoever started them. */
public interface ChildOutputs extends ExtensionPoint {

    /**
     * What a build came to.
     *
     * @param run a build that has ended
     * @return maps, lists, texts, numbers and booleans by name; empty for a build of another kind
     */
    Optional<Map<String, Object>> of(Run<?, ?> run);

    /**
     * What a build came to, whatever kind it is of.
     *
     * @param run a build that has ended
     * @return by name; empty when nobody knows of anything
     */
    static Map<String, Object> all(Run<?, ?> run) {
        Map<String, Object> all = new LinkedHashMap<>();
        ExtensionList.lookup(ChildOutputs.class)
                .forEach(outputs -> outputs.of(run).ifPresent(all::putAll));
        return all;
    }
}

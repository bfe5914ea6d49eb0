package io.jenkins.plugins.spindelivery.trigger;

import hudson.Extension;
import hudson.ExtensionList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The triggers that run now, by their paths. */
@Extension
public final class Listening {
    private final Set<SpinTrigger> all = ConcurrentHashMap.newKeySet();

    static Listening get() {
        return ExtensionList.lookupSingleton(Listening.class);
    }

    void add(SpinTrigger trigger) {
        all.add(trigger);
    }

    void remove(SpinTrigger trigger) {
        all.remove(trigger);
    }

    /** The triggers of a path whose jobs are there and have them; others are let go of. */
    List<DeliveredTrigger> at(String path) {
        return all.stream()
                .filter(DeliveredTrigger.class::isInstance)
                .map(DeliveredTrigger.class::cast)
                .filter(trigger -> trigger.getPath().equals(path))
                .filter(this::isCurrent)
                .toList();
    }

    private boolean isCurrent(SpinTrigger trigger) {
        boolean current = trigger.isCurrent();
        if (!current) {
            all.remove(trigger);
        }
        return current;
    }
}

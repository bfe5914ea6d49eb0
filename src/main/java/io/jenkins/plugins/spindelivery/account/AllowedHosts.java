package io.jenkins.plugins.spindelivery.account;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.spindelivery.engine.artifact.FetchPolicy;
import java.util.List;

/**
 * The hosts that an administrator allows those to name who are none, whatever the hosts' addresses are. The configuration
 * that holds them belongs to the steps, which know accounts, and not the other way round.
 */
public interface AllowedHosts extends ExtensionPoint {

    /**
     * The hosts.
     *
     * @return {@code host} or {@code host:port}
     */
    List<String> hosts();

    /**
     * What those who are no administrators may let this Jenkins connect to.
     *
     * @return the engine's rules, and the hosts that are allowed at this moment
     */
    static FetchPolicy policy() {
        FetchPolicy policy = FetchPolicy.DEFAULT;
        for (AllowedHosts allowed : ExtensionList.lookup(AllowedHosts.class)) {
            for (String host : allowed.hosts()) {
                policy = policy.allowingHost(host);
            }
        }
        return policy;
    }
}

package io.jenkins.plugins.spindelivery.engine.artifact;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds a host's addresses. */
@FunctionalInterface
public interface HostResolver {
    /** The JVM's own way; it keeps answers for a while, so that a connection made next uses the same ones. */
    HostResolver SYSTEM = InetAddress::getAllByName;

    /**
     * Finds the addresses.
     *
     * @param host a name, or an address in digits
     * @return all of its addresses, at least one
     * @throws UnknownHostException when there is none
     */
    InetAddress[] resolve(String host) throws UnknownHostException;
}

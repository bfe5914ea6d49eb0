package io.jenkins.plugins.spindelivery.engine.artifact;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps contents that a server marked, so that an unchanged one need not be sent again; the least used go first. */
final class EtagCache {
    private static final int MAX_ENTRIES = 64;

    private final long maxBytes;
    private final Map<String, Fetched> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    EtagCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized Optional<Fetched> get(String url) {
        return Optional.ofNullable(entries.get(url));
    }

    synchronized void put(String url, Fetched fetched) {
        remove(url);
        if (fetched.etag().isPresent() && fetched.content().length <= maxBytes) {
            entries.put(url, fetched);
            bytes += fetched.content().length;
        }
        Iterator<Fetched> oldest = entries.values().iterator();
        while (bytes > maxBytes || entries.size() > MAX_ENTRIES) {
            bytes -= oldest.next().content().length;
            oldest.remove();
        }
    }

    private void remove(String url) {
        Fetched old = entries.remove(url);
        bytes -= old == null ? 0 : old.content().length;
    }
}

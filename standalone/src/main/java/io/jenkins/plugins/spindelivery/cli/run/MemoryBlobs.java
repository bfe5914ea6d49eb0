package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs for work that ends with the process, such as a plan. */
final class MemoryBlobs implements BlobStore {
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

    @Override
    public String put(byte[] content) {
        String name = hash(content);
        blobs.put(name, content.clone());
        return name;
    }

    @Override
    public byte[] get(String name) {
        byte[] content = blobs.get(name);
        if (content == null) {
            throw new IllegalArgumentException("no blob " + name);
        }
        return content.clone();
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package io.jenkins.plugins.spindelivery.engine.operation;

/**
 * Protects an operation's state at rest, because it holds rendered manifests and with them Secrets. Jenkins gives one
 * over its own key store; the command line relies on the file's mode and uses {@link #NONE}.
 */
public interface Sealer {
    /** Leaves the bytes as they are, for stores that are protected by other means. */
    Sealer NONE = new Sealer() {
        @Override
        public byte[] seal(byte[] plain) {
            return plain;
        }

        @Override
        public byte[] open(byte[] sealed) {
            return sealed;
        }
    };

    /**
     * Encrypts.
     *
     * @param plain what to protect
     * @return what may be written
     */
    byte[] seal(byte[] plain);

    /**
     * Decrypts.
     *
     * @param sealed what {@link #seal} returned
     * @return the plain bytes
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it was not sealed by this key, or
     *     was changed since
     */
    byte[] open(byte[] sealed);
}

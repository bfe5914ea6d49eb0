package distribution;

/** The build can't go on; the message says why, and what to do, to whoever runs it. */
final class BuildFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * A build that ends here.
     *
     * @param message what is wrong, and where
     */
    BuildFailed(String message) {
        super(message);
    }
}

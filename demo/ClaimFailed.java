package demo;

/** Something that the demo claims is not true; the demo ends. */
final class ClaimFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * A failed claim.
     *
     * @param claim what was claimed
     * @param found what is there instead
     */
    ClaimFailed(String claim, String found) {
        super(claim + "\n  but: " + found);
    }
}

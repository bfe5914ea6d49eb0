package io.jenkins.plugins.spindelivery.cli.output;

/** How a piece of text stands out on a terminal that shows colours. */
public enum Style {
    /** As it is. */
    PLAIN(""),
    /** Headings. */
    BOLD("1"),
    /** What matters less. */
    DIM("2"),
    /** Errors, failed objects, removed lines. */
    RED("31"),
    /** Stable objects, added lines. */
    GREEN("32"),
    /** Warnings, and what is still moving. */
    YELLOW("33"),
    /** Places in a diff. */
    CYAN("36");

    private static final String ESCAPE = "\u001b[";

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /**
     * Wraps a text into the escape sequences of this style.
     *
     * @param text without escape sequences
     * @param colour whether the reader's terminal shows colours
     * @return the text, styled or as it is
     */
    public String paint(String text, boolean colour) {
        return !colour || code.isEmpty() || text.isEmpty() ? text : ESCAPE + code + "m" + text + ESCAPE + "0m";
    }

    /**
     * The style of a canary's verdict and of a metric's classification.
     *
     * @param word one of the contract's words; anything else is plain
     * @return the style
     */
    public static Style ofVerdict(String word) {
        return switch (word) {
            case "Pass" -> GREEN;
            case "High", "Low", "Fail" -> RED;
            case "Marginal", "Nodata", "Error" -> YELLOW;
            default -> PLAIN;
        };
    }

    /**
     * The style of an object's status.
     *
     * @param status one of the contract's words; anything else, also {@code null}, is plain
     * @return the style
     */
    public static Style ofStatus(String status) {
        return switch (status == null ? "" : status) {
            case "stable", "succeeded" -> GREEN;
            case "failed", "refused", "timedOut" -> RED;
            case "progressing", "paused", "cancelled" -> YELLOW;
            default -> PLAIN;
        };
    }
}

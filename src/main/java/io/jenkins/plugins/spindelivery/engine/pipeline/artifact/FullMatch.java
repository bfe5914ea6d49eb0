package io.jenkins.plugins.spindelivery.engine.pipeline.artifact;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Matches whole texts with regular expressions within limits, because the texts come with webhooks and Java's matcher
 * may take longer than anybody waits. Each character that is read is charged, over all matches of one instance; what
 * could be tried without reading is bounded before.
 */
final class FullMatch {
    /** A longer text is a content that is compared, no pattern. */
    static final int MAX_PATTERN_LENGTH = 1_000;

    private static final int MAX_READS = 10_000_000;

    private int reads;

    /** Why a pattern has no answer. */
    static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String code;

        Fault(String code) {
            super(code, null, false, false);
            this.code = code;
        }

        /** The code of the problem; its arguments are whose pattern it is, and which one. */
        String code() {
            return code;
        }
    }

    /**
     * Whether a pattern matches a text from its begin to its end.
     *
     * @throws Fault when the pattern is malformed, or asks for more than the limits allow
     */
    boolean matches(String regex, String text) {
        if (regex.length() > MAX_PATTERN_LENGTH) {
            return false;
        }
        try {
            Pattern pattern = Pattern.compile(regex);
            PatternChoices.check(regex);
            return pattern.matcher(new Counted(text)).matches();
        } catch (PatternSyntaxException e) {
            throw new Fault("pipeline.artifact-pattern-malformed");
        } catch (StackOverflowError e) {
            // Repeated groups recurse with the length of the text.
            throw new Fault("pipeline.artifact-pattern-slow");
        }
    }

    /** A text that charges for being read. */
    private final class Counted implements CharSequence {
        private final String text;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++reads > MAX_READS) {
                throw new Fault("pipeline.artifact-pattern-slow");
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}

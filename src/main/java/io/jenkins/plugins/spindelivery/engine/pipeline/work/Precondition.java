package io.jenkins.plugins.spindelivery.engine.pipeline.work;

import java.util.List;

/** What has to be so before a pipeline goes on (reference: Orca's {@code CheckPreconditionsStage}). */
public sealed interface Precondition {

    /**
     * What is so shown in the results.
     *
     * @return Spinnaker's word
     */
    String type();

    /**
     * Whether the whole pipeline fails when it is not so, or only the branch of the stage ends.
     *
     * @return true unless somebody said otherwise
     */
    boolean failPipeline();

    /**
     * An expression has to be true.
     *
     * @param expression with or without {@code ${ }} around it
     * @param failureMessage what is said when it is false; may be empty
     */
    record Expression(String expression, String failureMessage, boolean failPipeline) implements Precondition {
        @Override
        public String type() {
            return "expression";
        }
    }

    /**
     * A cluster has to have a certain number of server groups in each of its regions.
     *
     * @param account the account's name
     * @param regions of AWS, or namespaces of Kubernetes; empty for the account's usual one
     * @param cluster such as {@code shop-web}, in Kubernetes {@code replicaSet shop-web} as well
     * @param application that it belongs to; empty for what the cluster's name says
     * @param comparison of the number with the expected one
     * @param expected the number
     * @param onlyEnabled whether only those count that get requests
     */
    record ClusterSize(
            String account,
            List<String> regions,
            String cluster,
            String application,
            Comparison comparison,
            int expected,
            boolean onlyEnabled,
            boolean failPipeline)
            implements Precondition {
        @Override
        public String type() {
            return "clusterSize";
        }
    }

    /**
     * A stage of the same pipeline has to have a certain status.
     *
     * @param stageName the stage's name
     * @param stageStatus such as {@code SUCCEEDED}, in whatever case
     */
    record StageStatus(String stageName, String stageStatus, boolean failPipeline) implements Precondition {
        @Override
        public String type() {
            return "stageStatus";
        }
    }

    /** How two numbers are compared. */
    enum Comparison {
        LESS("<"),
        AT_MOST("<="),
        EQUAL("=="),
        AT_LEAST(">="),
        MORE(">");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        /**
         * The sign of the definition.
         *
         * @return such as {@code >=}
         */
        public String sign() {
            return sign;
        }

        /**
         * Compares.
         *
         * @param actual what there is
         * @param expected what is wanted
         * @return whether it is so
         */
        public boolean holds(int actual, int expected) {
            return switch (this) {
                case LESS -> actual < expected;
                case AT_MOST -> actual <= expected;
                case EQUAL -> actual == expected;
                case AT_LEAST -> actual >= expected;
                case MORE -> actual > expected;
            };
        }
    }
}

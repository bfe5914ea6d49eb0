package io.jenkins.plugins.spindelivery.engine.aws.api;

import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;

/**
 * Names things in AWS as the objects of Kubernetes are named, so that events, pages and reports show both alike: the
 * {@code apiVersion} is {@value #API_VERSION}, the namespace is the region.
 */
public final class AwsRef {
    /** Tells what is in AWS from what is in Kubernetes. */
    public static final String API_VERSION = "aws";

    private AwsRef() {}

    /** What kinds of things there are; the words are part of the JSON contracts. */
    public enum Kind {
        IMAGE("Image"),
        INSTANCE("Instance"),
        SNAPSHOT("Snapshot"),
        SERVER_GROUP("ServerGroup"),
        LAUNCH_TEMPLATE("LaunchTemplate"),
        LOAD_BALANCER("LoadBalancer"),
        LISTENER("Listener"),
        TARGET_GROUP("TargetGroup"),
        SECURITY_GROUP("SecurityGroup"),
        KEY_PAIR("KeyPair"),
        OBJECT("Object");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /**
         * The word of the JSON contracts.
         *
         * @return such as {@code ServerGroup}
         */
        public String word() {
            return word;
        }
    }

    /**
     * A reference.
     *
     * @param kind what it is
     * @param region where it is, such as {@code eu-central-1}
     * @param name its name, or its id where it has no name
     * @return such as {@code ServerGroup eu-central-1/shop-web-v003}
     */
    public static ObjectRef of(Kind kind, String region, String name) {
        return new ObjectRef(API_VERSION, kind.word(), region, name);
    }

    /**
     * Whether an object is in AWS.
     *
     * @param ref the object
     * @return whether it is
     */
    public static boolean is(ObjectRef ref) {
        return API_VERSION.equals(ref.apiVersion());
    }
}

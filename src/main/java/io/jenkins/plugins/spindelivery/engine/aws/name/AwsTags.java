package io.jenkins.plugins.spindelivery.engine.aws.name;

/**
 * The tags of what Spin Delivery makes in AWS. Whatever is made has {@link #OPERATION} from the moment it is made, so that
 * resuming and cleaning up find it.
 */
public final class AwsTags {
    /** What begins the names of our own tags. */
    public static final String PREFIX = "spin-delivery:";
    /** The id of the operation that made it. */
    public static final String OPERATION = PREFIX + "operation";
    /** {@code true} on what must be gone when its operation has ended, such as a builder. */
    public static final String TEMPORARY = PREFIX + "temporary";
    /** The Jenkins build, or the user of the command line, for whom it was made. */
    public static final String MADE_FOR = PREFIX + "made-for";
    /** The application by its moniker. */
    public static final String APPLICATION = PREFIX + "application";
    /** The cluster by its moniker. */
    public static final String CLUSTER = PREFIX + "cluster";
    /** The server group that took the requests when this one was made, and that a rollback goes back to. */
    public static final String REPLACED = PREFIX + "replaced";
    /** An image's bake key, by which a later bake finds it, as a digest: keys can be longer than tags. */
    public static final String BAKE_KEY = PREFIX + "bake-key";
    /** When an image may be cleaned up, as an ISO 8601 instant. */
    public static final String EXPIRES = PREFIX + "expires";
    /** What people see in the console. */
    public static final String NAME = "Name";
    /** An image's version, as Spinnaker and its tools name the tag. */
    public static final String APP_VERSION = "appversion";
    /** What AWS takes as a tag's name, in characters. */
    public static final int LONGEST_NAME = 128;
    /** What AWS takes as a tag's value, in characters. */
    public static final int LONGEST_VALUE = 256;

    private static final String LEFT_OUT = "...";

    private AwsTags() {}

    /**
     * A value that is for people and must not make AWS refuse the tag, such as the path of a job deep in folders.
     *
     * @param value of any length
     * @return the value; when it is too long, its beginning and its end, where a build's number stands
     */
    public static String fitting(String value) {
        int[] characters = value.codePoints().toArray();
        if (characters.length <= LONGEST_VALUE) {
            return value;
        }
        int kept = LONGEST_VALUE - LEFT_OUT.length();
        int end = kept / 2;
        return new String(characters, 0, kept - end) + LEFT_OUT + new String(characters, characters.length - end, end);
    }
}

package io.jenkins.plugins.spindelivery.engine.aws.network;

/** Something that was made is not shown by AWS yet, or the other way round: another look after a while will tell. */
final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotYet(String what) {
        super(what, null, false, false);
    }

    /** An id that stands for something that is there. */
    static String there(String id) {
        if (id.startsWith(Ids.NEW)) {
            throw new NotYet(id);
        }
        return id;
    }
}

package io.jenkins.plugins.spindelivery.view;

/** How deep the JSON of a page goes. */
final class Visibility {
    /** Shown however deep it lies: whoever asks for the page's JSON gets the whole record, and prunes it by a tree. */
    static final int WHOLE = 9;

    private Visibility() {}
}

package io.jenkins.plugins.spindelivery.engine.manifest.bind;

/**
 * An image reference taken apart, by the grammar of the distribution specification: {@code
 * [registry[:port]/]path[:tag][@digest]}.
 *
 * @param name registry and path, such as {@code localhost:5000/team/web}
 * @param tag such as {@code 1.27}; empty when there is none
 * @param digest such as {@code sha256:…}; empty when there is none
 */
public record ImageReference(String name, String tag, String digest) {

    /**
     * Takes a reference apart. A colon is the tag's only after the last slash; before it, it is a registry's port.
     *
     * @param text any text; nothing is refused
     * @return its parts
     */
    public static ImageReference parse(String text) {
        int at = text.indexOf('@');
        String digest = at < 0 ? "" : text.substring(at + 1);
        String rest = at < 0 ? text : text.substring(0, at);
        int colon = rest.lastIndexOf(':');
        boolean tagged = colon > rest.lastIndexOf('/');
        return new ImageReference(
                tagged ? rest.substring(0, colon) : rest, tagged ? rest.substring(colon + 1) : "", digest);
    }
}

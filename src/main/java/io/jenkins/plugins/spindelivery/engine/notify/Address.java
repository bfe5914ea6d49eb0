package io.jenkins.plugins.spindelivery.engine.notify;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where a message goes: a URL that is a secret as a whole but for its host. */
public final class Address {
    private final URI uri;

    private Address(URI uri) {
        this.uri = uri;
    }

    /**
     * Reads an address.
     *
     * @param text an absolute URL of {@code http} or {@code https} with a host and without a user
     * @return the address
     * @throws ProblemException {@code notify.address-unusable}, which does not quote the text
     */
    public static Address of(String text) {
        try {
            URI uri = new URI(text.strip());
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean http = scheme.equals("https") || scheme.equals("http");
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return new Address(uri);
            }
        } catch (URISyntaxException e) {
            // Falls through: its message quotes the text.
        }
        throw new ProblemException(Category.INPUT, Problem.of("notify.address-unusable", ""));
    }

    /**
     * The whole URL, for sending only.
     *
     * @return the secret
     */
    public URI uri() {
        return uri;
    }

    /**
     * What may be shown of it.
     *
     * @return the host, with the port when it has one
     */
    public String host() {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** The same address with more parameters, which have to be encoded already. */
    Address with(String parameters) {
        String text = uri.toString();
        int fragment = text.indexOf('#');
        String base = fragment < 0 ? text : text.substring(0, fragment);
        return new Address(URI.create(base + (uri.getRawQuery() == null ? "?" : "&") + parameters));
    }

    /** The host only. */
    @Override
    public String toString() {
        return host();
    }
}

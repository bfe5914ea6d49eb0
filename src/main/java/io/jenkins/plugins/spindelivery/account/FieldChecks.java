package io.jenkins.plugins.spindelivery.account;

import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be said about single fields of an account's form by looking at them. */
final class FieldChecks {
    /** A DNS label, as the API server wants namespaces (RFC 1123). */
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** A kind, plural or short name, perhaps with its group. */
    private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z0-9.-]+)?");

    private FieldChecks() {}

    static FormValidation serverUrl(String value) {
        String url = stripped(value);
        if (url.isEmpty()) {
            return FormValidation.ok();
        }
        Optional<String> scheme = scheme(url);
        if (scheme.isEmpty()) {
            return FormValidation.error(Wording.of("account.server-bad"));
        }
        return scheme.get().equals("http")
                ? FormValidation.warning(Wording.of("account.server-plain"))
                : FormValidation.ok();
    }

    /** Whether a text is the address of a server: of HTTP, without user, query and fragment. */
    static boolean isServer(String url) {
        return scheme(url).isPresent();
    }

    private static Optional<String> scheme(String url) {
        try {
            URI uri = new URI(url);
            boolean usable = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return Optional.ofNullable(uri.getScheme())
                    .filter(scheme -> usable && (scheme.equals("https") || scheme.equals("http")));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static FormValidation certificates(String value, String serverUrl) {
        String pem = stripped(value);
        if (pem.isEmpty()) {
            return FormValidation.ok();
        }
        if (stripped(serverUrl).isEmpty()) {
            return FormValidation.warning(Wording.of("account.certificate-unused"));
        }
        try {
            Kubeconfigs.checkAuthority(pem);
            return FormValidation.ok();
        } catch (ProblemException e) {
            return FormValidation.error(Wording.of("account.certificate-bad"));
        }
    }

    static FormValidation namespaces(String value) {
        List<FormValidation> wrong = Names.in(value).stream()
                .filter(name -> !NAMESPACE.matcher(name).matches())
                .map(name -> FormValidation.error(Wording.of("account.namespace-bad", name)))
                .toList();
        return FormValidation.aggregate(wrong);
    }

    static FormValidation kinds(String value) {
        List<FormValidation> found = Names.in(value).stream()
                .map(FieldChecks::kind)
                .filter(one -> one.kind != Kind.OK)
                .toList();
        return FormValidation.aggregate(found);
    }

    private static FormValidation kind(String word) {
        if (Kinds.named(word).isPresent()) {
            return FormValidation.ok();
        }
        if (!KIND.matcher(word).matches()) {
            return FormValidation.error(Wording.of("account.kind-bad", word));
        }
        return Nearest.to(word, Kinds.names())
                .map(near -> FormValidation.warning(Wording.of("account.kind-unknown-near", word, near)))
                .orElseGet(() -> FormValidation.warning(Wording.of("account.kind-unknown", word)));
    }

    private static String stripped(String text) {
        return text == null ? "" : text.strip();
    }
}

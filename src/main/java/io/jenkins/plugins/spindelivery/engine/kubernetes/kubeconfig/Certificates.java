package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Policy;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** PEM values of a kubeconfig: under {@code NAME-data} in base64, or in the file that {@code NAME} names. */
final class Certificates {
    private Certificates() {}

    /**
     * A PEM value in the form that the client takes: base64 of the PEM text.
     *
     * @return the value, {@code null} when the entry has none; the data wins over the file, as for kubectl
     * @throws ProblemException when the data is no base64, or the file is not allowed or not readable
     */
    static String of(Policy policy, Kubeconfig.Entry entry, String name) {
        String key = name + "-data";
        if (entry.has(key)) {
            String data = entry.text(key).replaceAll("\\s", "");
            try {
                Base64.getDecoder().decode(data);
                return data;
            } catch (IllegalArgumentException e) {
                throw entry.problem(Category.INPUT, "kubernetes.kubeconfig-not-base64", key);
            }
        }
        if (!entry.has(name)) {
            return null;
        }
        String pem = LocalFiles.named(Paths.of(policy, entry, name), entry.file());
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes sure that a value holds certificates.
     *
     * @return the certificates, the own one first
     * @throws ProblemException when it does not
     */
    static List<X509Certificate> check(Kubeconfig.Entry entry, String name, String data) {
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(Base64.getDecoder().decode(data)));
            if (!found.isEmpty()) {
                return found.stream().map(X509Certificate.class::cast).toList();
            }
        } catch (CertificateException e) {
            throw notCertificate(entry, name);
        }
        throw notCertificate(entry, name);
    }

    private static ProblemException notCertificate(Kubeconfig.Entry entry, String name) {
        return entry.problem(Category.INPUT, "kubernetes.kubeconfig-not-certificate", name);
    }
}

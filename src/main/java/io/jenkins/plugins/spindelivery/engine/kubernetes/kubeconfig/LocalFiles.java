package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads kubeconfigs and the files that they name, with a limit and with an error that tells the kind of trouble. */
final class LocalFiles {
    private static final int MAX_BYTES = 8 << 20;

    private LocalFiles() {}

    /** The text of a kubeconfig. */
    static String kubeconfig(Path file) {
        return text(file, "kubernetes.kubeconfig-", "", Category.INPUT);
    }

    /** The text of a file that the kubeconfig {@code where} names. */
    static String named(Path file, String where) {
        return text(file, "kubernetes.kubeconfig-named-", where, Category.ACCESS);
    }

    private static String text(Path file, String family, String where, Category category) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ProblemException(category, Problem.of(family + "too-large", where, file));
            }
            return new String(bytes, startsAsUtf16(bytes) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new ProblemException(category, Problem.of(family + "missing", where, file));
        } catch (AccessDeniedException e) {
            throw new ProblemException(category, Problem.of(family + "denied", where, file));
        } catch (IOException e) {
            throw new ProblemException(category, Problem.of(family + "unreadable", where, file, e.getMessage()));
        }
    }

    /** A byte-order mark of UTF-16, which is what PowerShell's redirection writes. */
    private static boolean startsAsUtf16(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        int mark = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        return mark == 0xFEFF || mark == 0xFFFE;
    }
}

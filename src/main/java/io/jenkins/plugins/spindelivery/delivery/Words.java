package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import jenkins.model.Jenkins;
import org.jvnet.localizer.LocaleProvider;

/** Texts of pages and forms, in the language of whoever looks at them. */
public final class Words {
    private Words() {}

    /**
     * A text in the language of the current request; outside of one in Jenkins' own.
     *
     * @param code such as {@code step.deploy-name}, a key of the package's {@code Texts.properties}
     * @param arguments what {@code {0}}, {@code {1}}… stand for
     * @return the text
     */
    public static String of(String code, Object... arguments) {
        return Problem.of(code, "", arguments).message(LocaleProvider.getLocale());
    }

    /**
     * The address of a page of Jenkins, for links in logs and pages.
     *
     * @param path below the root, without a slash in front
     * @return the path with Jenkins' configured root in front, or relative to the host when none is configured
     */
    public static String url(String path) {
        String root = Jenkins.get().getRootUrl();
        return root == null ? "/" + path : root + path;
    }
}

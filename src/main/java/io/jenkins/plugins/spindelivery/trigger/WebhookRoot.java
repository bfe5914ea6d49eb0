package io.jenkins.plugins.spindelivery.trigger;

import hudson.Extension;
import hudson.model.InvisibleAction;
import hudson.model.UnprotectedRootAction;
import hudson.security.csrf.CrumbExclusion;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * Takes what is delivered to {@code spin-webhook/PATH}. Senders are no users of Jenkins and bring no crumb; what they
 * deliver is signed with the secret of a trigger, which {@link Reception} checks.
 */
@Extension
public final class WebhookRoot extends InvisibleAction implements UnprotectedRootAction {
    /** The first part of all paths. */
    public static final String URL = "spin-webhook";

    @Override
    public String getUrlName() {
        return URL;
    }

    /**
     * Takes a delivery.
     *
     * @param request what was sent
     * @param response told in JSON what became of it
     * @throws IOException when the sender is gone
     */
    @SuppressWarnings("lgtm[jenkins/csrf]")
    public void doDynamic(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        String path = request.getRestOfPath();
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            new Reception.Answer(405, "trigger.answer-post", "").send(response);
            return;
        }
        Deliveries.get()
                .reception()
                .receive(path.startsWith("/") ? path.substring(1) : path, request)
                .send(response);
    }

    /** Lets senders in without a crumb. */
    @Extension
    public static final class NoCrumb extends CrumbExclusion {
        @Override
        public boolean process(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String path = request.getPathInfo();
            if (path == null || !path.startsWith("/" + URL + "/")) {
                return false;
            }
            chain.doFilter(request, response);
            return true;
        }
    }
}

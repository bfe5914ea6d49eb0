package io.jenkins.plugins.spindelivery.account;

import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Contexts;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Policy;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says to someone who enters a kubeconfig which contexts it has, and which of them can't be used and why. */
final class KubeconfigCheck {
    private KubeconfigCheck() {}

    /** An error when no context can be used, a warning when some can't, else the contexts with their servers. */
    static FormValidation of(String text) {
        Contexts contexts;
        try {
            contexts = Kubeconfigs.contexts("", text);
        } catch (ProblemException e) {
            return FormValidation.error(told(e));
        }
        List<String> lines = new ArrayList<>();
        int usable = 0;
        for (String name : contexts.names()) {
            String shown = name.equals(contexts.current()) ? Wording.of("account.context-current", name) : name;
            try {
                String server = new Kubeconfigs(Policy.CREDENTIAL, Map.of(), Clock.systemUTC())
                        .load("", text, name)
                        .getMasterUrl();
                lines.add(Wording.of("account.context-usable", shown, server));
                usable++;
            } catch (ProblemException e) {
                lines.add(Wording.of("account.context-unusable", shown, told(e)));
            }
        }
        String message = String.join("\n", lines);
        if (usable == 0) {
            return FormValidation.error(message);
        }
        return usable < lines.size() ? FormValidation.warning(message) : FormValidation.ok(message);
    }

    private static String told(ProblemException e) {
        return e.problems().stream().map(KubeconfigCheck::told).collect(Collectors.joining("\n"));
    }

    private static String told(Problem problem) {
        return Wording.of(problem);
    }
}

package io.jenkins.plugins.spindelivery.account;

import hudson.model.ItemGroup;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsIdentity;
import io.jenkins.plugins.spindelivery.engine.aws.api.SdkAccount;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tries an AWS account and tells, in words, which one it is and whom AWS takes the credential for. */
final class AwsConnectionTest {
    private AwsConnectionTest() {}

    /** Connects anew, whatever connections are open; an error says why it can't, a warning which regions can't be used. */
    static FormValidation of(AwsAccountConfiguration account, ItemGroup<?> owner) {
        try (SdkAccount connection = AwsConnectionSettings.of(account, owner).open(Clock.systemUTC())) {
            return told(connection);
        } catch (ProblemException e) {
            return FormValidation.error(told(e));
        }
    }

    private static FormValidation told(SdkAccount connection) {
        List<String> lines = new ArrayList<>();
        AwsIdentity identity = AwsIdentity.of(connection);
        lines.add(Wording.of("account.aws-test-connected", identity.account(), identity.arn()));
        boolean usable = true;
        for (String region : connection.regions()) {
            try {
                String zones = Names.joined(AwsIdentity.zones(connection, region));
                lines.add(Wording.of("account.aws-test-region", region, zones));
            } catch (ProblemException e) {
                usable = false;
                lines.add(Wording.of("account.aws-test-region-bad", region, told(e)));
            }
        }
        String message = String.join("\n", lines);
        return usable ? FormValidation.ok(message) : FormValidation.warning(message);
    }

    private static String told(ProblemException e) {
        return e.problems().stream().map(Wording::of).collect(Collectors.joining("\n"));
    }
}

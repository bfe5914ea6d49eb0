package io.jenkins.plugins.spindelivery.account;

import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegions;
import java.util.List;
import java.util.regex.Pattern;

/** What can be said about single fields of an AWS account's form by looking at them. */
final class AwsFieldChecks {
    /** IAM: {@code arn:PARTITION:iam::ACCOUNT:role/PATH/NAME}. */
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}");

    /** What sts:AssumeRole allows. */
    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

    private AwsFieldChecks() {}

    static FormValidation roleArn(String value) {
        String arn = stripped(value);
        return arn.isEmpty() || ROLE.matcher(arn).matches()
                ? FormValidation.ok()
                : FormValidation.error(Wording.of("account.aws-role-bad"));
    }

    static FormValidation externalId(String value, String roleArn) {
        String id = stripped(value);
        if (id.isEmpty()) {
            return FormValidation.ok();
        }
        if (!EXTERNAL_ID.matcher(id).matches()) {
            return FormValidation.error(Wording.of("account.aws-external-id-bad"));
        }
        return stripped(roleArn).isEmpty()
                ? FormValidation.warning(Wording.of("account.aws-external-id-unused"))
                : FormValidation.ok();
    }

    static FormValidation regions(String value) {
        List<FormValidation> found = Names.in(value).stream()
                .filter(name -> !AwsRegions.known().contains(name))
                .map(AwsFieldChecks::unknown)
                .toList();
        return FormValidation.aggregate(found);
    }

    private static FormValidation unknown(String region) {
        String message = Wording.of(AwsRegions.unknown(region));
        return AwsRegions.isName(region) ? FormValidation.warning(message) : FormValidation.error(message);
    }

    static FormValidation endpointUrl(String value) {
        String url = stripped(value);
        if (url.isEmpty()) {
            return FormValidation.ok();
        }
        if (!FieldChecks.isServer(url)) {
            return FormValidation.error(Wording.of("account.server-bad"));
        }
        return url.startsWith("http:")
                ? FormValidation.warning(Wording.of("account.aws-endpoint-plain"))
                : FormValidation.ok();
    }

    private static String stripped(String text) {
        return text == null ? "" : text.strip();
    }
}

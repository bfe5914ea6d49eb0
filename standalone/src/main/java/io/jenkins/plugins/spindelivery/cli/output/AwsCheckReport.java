package io.jenkins.plugins.spindelivery.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsIdentity;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * Whom AWS takes a credential for, and where it can be used.
 *
 * @param identity the user or role
 * @param zones the availability zones of each region that can be used, in the order in which they were asked for
 * @param warnings those of the command
 * @param errors why the other regions can't be used
 */
public record AwsCheckReport(
        AwsIdentity identity, Map<String, List<String>> zones, List<Problem> warnings, List<Problem> errors) {

    /**
     * The report as the contract's JSON.
     *
     * @return one object
     */
    public ObjectNode json() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("account", identity.account()).put("arn", identity.arn());
        result.setAll(Shape.AWS_CHECK.of("", warnings, errors, 0));
        ArrayNode regions = (ArrayNode) result.get("regions");
        zones.forEach((region, names) -> {
            ArrayNode list = regions.addObject().put("region", region).putArray("zones");
            names.forEach(list::add);
        });
        return result;
    }

    /**
     * Prints the report on standard output, and what is wrong on standard error.
     *
     * @param console the streams
     * @param diagnostics tells what is wrong
     */
    public void print(Console console, Diagnostics diagnostics) {
        console.out().println(Labels.of("summary-identity", identity.account(), identity.arn()));
        zones.forEach((region, names) ->
                console.out().println(Labels.of("summary-region", region, String.join(", ", names))));
        diagnostics.errors(errors);
    }
}

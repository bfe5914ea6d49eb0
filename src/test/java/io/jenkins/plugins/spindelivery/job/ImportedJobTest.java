package io.jenkins.plugins.spindelivery.job;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import groovy.lang.GroovyShell;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.JobDslWriter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What the script for Job DSL makes of a job's configuration is what the job reads. */
public class ImportedJobTest {
    /** As Job DSL does: a job begins with a configuration of its own, which the block changes. */
    private static final String JOB_DSL =
            """
            jobs = [:]
            folder = { name -> }
            pipelineJob = { name, body ->
                def node = new Node(null, 'flow-definition')
                node.appendNode('keepDependencies', 'false')
                node.appendNode('definition', [class: 'org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition'])
                body.delegate = new Expando(description: { node.appendNode('description', it) }, configure: { it(node) })
                body.resolveStrategy = Closure.DELEGATE_FIRST
                body()
                jobs[name] = groovy.xml.XmlUtil.serialize(node)
            }
            """;

    private static final String PIPELINE =
            """
            {"name": "Ship it's", "application": "shop", "description": "a <b> & c", "stages": [{"refId": "1",
             "type": "wait", "waitTime": 1, "comments": "C:\\\\new\\\\u0041 ${parameters.tag} ''' \\n  \\ttext ]]> 发布"}]}""";

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Test
    public void aJobIsWhatWasImported() throws Exception {
        JsonNode json = new ObjectMapper().readTree(PIPELINE);
        JobDslWriter writer = new JobDslWriter();
        assertEquals("shop/Ship it-s", writer.add(Definition.of("ship", (ObjectNode) json), "unnamed"));

        Map<?, ?> jobs = (Map<?, ?>) new GroovyShell().evaluate(JOB_DSL + writer.jobDsl() + "\njobs");
        byte[] xml = ((String) jobs.get("shop/Ship it-s")).getBytes(StandardCharsets.UTF_8);
        WorkflowJob job = (WorkflowJob) jenkins.jenkins.createProjectFromXML("ship", new ByteArrayInputStream(xml));

        DeliveryDefinition definition = DeliveryDefinition.of(job).orElseThrow();
        assertEquals(json, new ObjectMapper().readTree(((DefinitionText) definition.getSource()).getText()));
        assertEquals(json, definition.lastKnown(job).orElseThrow().json());
        assertEquals("a <b> & c", job.getDescription());
    }
}

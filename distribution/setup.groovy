// Runs inside the Jenkins of ./dev jenkins at each start: users, the test cluster as two accounts,
// its Prometheus as a metric source, the examples as jobs.
import com.cloudbees.plugins.credentials.CredentialsScope
import com.cloudbees.plugins.credentials.SystemCredentialsProvider
import com.cloudbees.plugins.credentials.domains.Domain
import com.fasterxml.jackson.databind.ObjectMapper
import hudson.model.Item
import hudson.model.Run
import hudson.model.User
import hudson.model.View
import hudson.security.HudsonPrivateSecurityRealm
import hudson.security.Permission
import hudson.slaves.EnvironmentVariablesNodeProperty
import hudson.util.Secret
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions
import io.jenkins.plugins.spindelivery.account.KubeconfigCredentials
import io.jenkins.plugins.spindelivery.account.KubernetesAccount
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs
import io.jenkins.plugins.spindelivery.metric.MetricSourcesConfiguration
import io.jenkins.plugins.spindelivery.metric.PrometheusConfiguration
import io.jenkins.plugins.spindelivery.step.FetchConfiguration
import java.time.Clock
import javax.xml.transform.stream.StreamSource
import jenkins.model.Jenkins
import jenkins.model.JenkinsLocationConfiguration
import org.jenkinsci.plugins.matrixauth.AuthorizationType
import org.jenkinsci.plugins.matrixauth.PermissionEntry

def jenkins = Jenkins.get()
def file = new File(jenkins.rootDir, 'setup.properties')
def values = new Properties()
file.withReader('UTF-8') { values.load(it) }
file.delete()

JenkinsLocationConfiguration.get().url = values.url
jenkins.numExecutors = 4
jenkins.quietPeriod = 0

def realm = new HudsonPrivateSecurityRealm(false)
['admin', 'dev', 'viewer'].each { realm.createAccount(it, values["user.$it"]) }
jenkins.securityRealm = realm

def look = [Jenkins.READ, Item.READ, Item.DISCOVER, View.READ]
def work = [Item.BUILD, Item.CANCEL, Item.CONFIGURE, Item.CREATE, Item.WORKSPACE, Run.UPDATE,
            DeliveryPermissions.DEPLOY, DeliveryPermissions.JUDGE, DeliveryPermissions.DESTROY]
def allowed = [admin: [Jenkins.ADMINISTER], dev: look + work, viewer: look]
def strategy = new hudson.security.GlobalMatrixAuthorizationStrategy()
allowed.each { name, permissions ->
    permissions.each { strategy.add(it, new PermissionEntry(AuthorizationType.USER, name)) }
}
jenkins.authorizationStrategy = strategy

// One cluster for both, with a namespace for each.
def accounts = ['test', 'production']
def kubeconfig = new File(values.kubeconfig).text
def credential = new KubeconfigCredentials(CredentialsScope.GLOBAL, 'test-cluster', 'The test cluster of this Jenkins',
        Secret.fromString(kubeconfig))
def system = SystemCredentialsProvider.instance
system.domainCredentialsMap = [(Domain.global()): system.credentials.findAll { it.id != credential.id } + credential]
system.save()

def configuration = SpinDeliveryConfiguration.get()
configuration.accounts = configuration.accounts.findAll { !accounts.contains(it.name) } + accounts.collect {
    def account = new KubernetesAccount(it, credential.id)
    account.defaultNamespace = it
    account
}

def cluster = new FabricCluster(
        new Kubeconfigs(Kubeconfigs.Policy.CREDENTIAL, [:], Clock.systemUTC()).load(credential.id, kubeconfig, ''))
accounts.each {
    def namespace = new ObjectMapper().createObjectNode().put('apiVersion', 'v1').put('kind', 'Namespace')
    namespace.putObject('metadata').put('name', it)
    cluster.apply(namespace, WriteOptions.DEFAULT)
}
cluster.close()

jenkins.globalNodeProperties.replace(new EnvironmentVariablesNodeProperty(
        new EnvironmentVariablesNodeProperty.Entry('CMDB_URL', values.database)))
// Steps fetch nothing from this machine unless told so.
FetchConfiguration.get().allowedHosts = new URI(values.database).authority

// Where there is none, one that somebody has configured by hand stays.
if (values.prometheus) {
    def metrics = MetricSourcesConfiguration.get()
    metrics.sources = metrics.sources.findAll { it.name != 'prometheus' } +
            new PrometheusConfiguration('prometheus', values.prometheus)
}

def scm = { repository -> """
    <scm class="hudson.plugins.git.GitSCM" plugin="git">
      <configVersion>2</configVersion>
      <userRemoteConfigs>
        <hudson.plugins.git.UserRemoteConfig><url>$repository</url></hudson.plugins.git.UserRemoteConfig>
      </userRemoteConfigs>
      <branches><hudson.plugins.git.BranchSpec><name>main</name></hudson.plugins.git.BranchSpec></branches>
    </scm>""" }

def jenkinsfile = { repository -> """<?xml version='1.1' encoding='UTF-8'?>
<flow-definition plugin="workflow-job">
  <definition class="org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition" plugin="workflow-cps">
    ${scm(repository)}
    <scriptPath>Jenkinsfile</scriptPath>
    <lightweight>true</lightweight>
  </definition>
</flow-definition>
""" }

def pipeline = { repository -> """<?xml version='1.1' encoding='UTF-8'?>
<flow-definition plugin="workflow-job">
  <definition class="io.jenkins.plugins.spindelivery.job.DeliveryDefinition">
    <source class="io.jenkins.plugins.spindelivery.job.DefinitionFromScm">
      ${scm(repository)}
      <path>pipeline.json</path>
      <lightweight>true</lightweight>
    </source>
  </definition>
</flow-definition>
""" }

def put = { name, xml ->
    def existing = jenkins.getItem(name)
    if (existing) {
        existing.updateByXml(new StreamSource(new StringReader(xml)))
    } else {
        jenkins.createProjectFromXML(name, new ByteArrayInputStream(xml.getBytes('UTF-8')))
    }
}

new File(values.examples).listFiles()?.findAll { it.directory }?.sort()?.each { repository ->
    def given = new File(repository, 'config.xml')
    put(repository.name, given.exists() ? given.getText('UTF-8').replace('@repository@', repository.path)
            : jenkinsfile(repository.path))
    // The same example as a Delivery pipeline.
    if (new File(repository, 'pipeline.json').exists()) {
        put("${repository.name}-pipeline".toString(), pipeline(repository.path))
    }
}
jenkins.save()

folder('shop')
pipelineJob('shop/Gateway to test') {
    description('Deploys what was pushed')
    configure { project ->
        project.get('definition').each { old -> project.remove(old) }
        project.appendNode('definition', [class: 'io.jenkins.plugins.spindelivery.job.DeliveryDefinition', plugin: 'spin-delivery'])
            .appendNode('source', [class: 'io.jenkins.plugins.spindelivery.job.DefinitionText'])
            .appendNode('text', '''\
{
  "name" : "Gateway to test",
  "application" : "shop",
  "id" : "6f1d",
  "description" : "Deploys what was pushed",
  "limitConcurrent" : true,
  "parameterConfig" : [ {
    "name" : "tag",
    "required" : true,
    "description" : "The image's tag"
  }, {
    "name" : "place",
    "default" : "b",
    "hasOptions" : true,
    "options" : [ {
      "value" : "a"
    }, {
      "value" : "b"
    } ]
  } ],
  "triggers" : [ {
    "type" : "docker",
    "account" : "hub"
  }, {
    "type" : "pubsub"
  } ],
  "notifications" : [ {
    "type" : "email",
    "address" : "a@example.com"
  }, {
    "type" : "sms"
  } ],
  "stages" : [ {
    "refId" : "1",
    "type" : "wait",
    "name" : "Pause",
    "waitTime" : 30
  }, {
    "refId" : "2",
    "type" : "deployManifest",
    "name" : "Deploy",
    "requisiteStageRefIds" : [ "1" ],
    "account" : "test",
    "stageTimeoutMs" : 600000,
    "source" : "text",
    "manifests" : [ {
      "apiVersion" : "v1",
      "kind" : "ConfigMap",
      "metadata" : {
        "name" : "it's"
      },
      "data" : {
        "tag" : "${parameters.tag}",
        "path" : "C:\\\\new\\\\u0041"
      }
    } ]
  }, {
    "refId" : "3",
    "type" : "fly",
    "name" : "Fly",
    "requisiteStageRefIds" : [ "1" ],
    "continuePipeline" : true
  }, {
    "refId" : "4",
    "type" : "wait",
    "name" : "Settle",
    "requisiteStageRefIds" : [ "3" ],
    "waitTime" : 5,
    "stageEnabled" : {
      "type" : "expression",
      "expression" : "${#stage('Deploy')['status'] == 'SUCCEEDED'}"
    }
  }, {
    "refId" : "5",
    "type" : "manualJudgment",
    "name" : "Goes on?",
    "requisiteStageRefIds" : [ "2", "4" ],
    "instructions" : "Look first",
    "judgmentInputs" : [ {
      "value" : "yes"
    }, {
      "value" : "no"
    } ]
  }, {
    "refId" : "6",
    "type" : "wait",
    "name" : "Last",
    "requisiteStageRefIds" : [ "5" ],
    "waitTime" : 1,
    "failPipeline" : false,
    "continuePipeline" : false,
    "completeOtherBranchesThenFail" : false
  } ]
}''')
    }
}
pipelineJob('Crossing') {
    configure { project ->
        project.get('definition').each { old -> project.remove(old) }
        project.appendNode('definition', [class: 'io.jenkins.plugins.spindelivery.job.DeliveryDefinition', plugin: 'spin-delivery'])
            .appendNode('source', [class: 'io.jenkins.plugins.spindelivery.job.DefinitionText'])
            .appendNode('text', '''\
{
  "name" : "Crossing",
  "stages" : [ {
    "refId" : "a",
    "type" : "wait",
    "name" : "A",
    "waitTime" : 1
  }, {
    "refId" : "b",
    "type" : "wait",
    "name" : "B",
    "waitTime" : 1
  }, {
    "refId" : "c",
    "type" : "wait",
    "name" : "C",
    "waitTime" : 1,
    "requisiteStageRefIds" : [ "a" ]
  }, {
    "refId" : "d",
    "type" : "wait",
    "name" : "D",
    "waitTime" : 1,
    "requisiteStageRefIds" : [ "a", "b" ]
  } ]
}''')
    }
}
pipelineJob('Crossing 2') {
    configure { project ->
        project.get('definition').each { old -> project.remove(old) }
        project.appendNode('definition', [class: 'io.jenkins.plugins.spindelivery.job.DeliveryDefinition', plugin: 'spin-delivery'])
            .appendNode('source', [class: 'io.jenkins.plugins.spindelivery.job.DefinitionText'])
            .appendNode('text', '''\
{
  "name" : "Crossing",
  "stages" : [ {
    "refId" : "a",
    "type" : "wait",
    "name" : "A",
    "waitTime" : 1
  }, {
    "refId" : "b",
    "type" : "wait",
    "name" : "B",
    "waitTime" : 1
  }, {
    "refId" : "c",
    "type" : "wait",
    "name" : "C",
    "waitTime" : 1,
    "requisiteStageRefIds" : [ "a" ]
  }, {
    "refId" : "d",
    "type" : "wait",
    "name" : "D",
    "waitTime" : 1,
    "requisiteStageRefIds" : [ "a", "b" ]
  } ]
}''')
    }
}

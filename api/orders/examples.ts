const someLines = [{ lineId: 'l1', quantity: 2 }];

/** One example of each command, for the documentation. */
export const commandExamples = {
  edit: { summary: 'Change a draft', value: { type: 'edit', changes: { shipBy: '2026-12-10' } } },
  submit: { summary: 'Hand it in for approval', value: { type: 'submit' } },
  confirm: { summary: 'Confirm it to the customer', value: { type: 'confirm' } },
  change: {
    summary: 'Change an approved order',
    value: { type: 'change', changes: { lines: [{ id: 'l1', quantity: 5 }] }, reason: 'The customer needs two more.' },
  },
  dropChange: { summary: 'Give up a refused change', value: { type: 'dropChange', reason: 'It stays as it was.' } },
  cancel: { summary: 'Cancel all that is left', value: { type: 'cancel', reason: 'The project was stopped.' } },
  cancelPart: {
    summary: 'Cancel a part',
    value: { type: 'cancel', lines: someLines, reason: 'Two are no longer needed.' },
  },
  pick: { summary: 'Put goods together', value: { type: 'pick', lines: someLines } },
  unpick: { summary: 'Put them back', value: { type: 'unpick', shipmentId: 's1', reason: 'Wrong batch.' } },
  dispatch: {
    summary: 'Book out and hand to the carrier',
    value: {
      type: 'dispatch',
      shipmentId: 's1',
      outboundNumber: 'CK-20261124-07',
      carrier: '顺丰',
      trackingNumber: 'SF1029384756',
    },
  },
  ship: {
    summary: 'Send in one step (express)',
    value: { type: 'ship', lines: someLines, carrier: '顺丰', trackingNumber: 'SF1029384756' },
  },
  correctCarriage: {
    summary: 'Mend a tracking number',
    value: { type: 'correctCarriage', shipmentId: 's1', trackingNumber: 'SF1029384757' },
  },
  confirmDelivery: {
    summary: 'The customer has it',
    value: { type: 'confirmDelivery', shipmentId: 's1', deliveredOn: '2026-11-25', receivedBy: '周敏' },
  },
  confirmAcceptance: {
    summary: 'The customer accepts it',
    value: { type: 'confirmAcceptance', shipmentId: 's1', acceptedOn: '2026-11-30' },
  },
  requestReturn: {
    summary: 'Goods come back',
    value: { type: 'requestReturn', lines: [{ lineId: 'l1', quantity: 1 }], reason: 'Damaged in transit.' },
  },
  receiveReturn: {
    summary: 'They are back',
    value: { type: 'receiveReturn', returnId: 'r1', receivedOn: '2026-12-02' },
  },
  dropReturn: {
    summary: 'They stay after all',
    value: { type: 'dropReturn', returnId: 'r1', reason: 'Repaired on site.' },
  },
  overrideCredit: {
    summary: 'Let a held order pass',
    value: { type: 'overrideCredit', reason: 'Payment is on its way.', until: '2026-12-04T18:00:00+08:00' },
  },
  recheckCredit: { summary: 'Check the credit again now', value: { type: 'recheckCredit' } },
  reassign: { summary: 'Give a step to somebody else', value: { type: 'reassign', waitId: 'w4', to: 'chen.jie' } },
  changeOwner: { summary: 'Give the order to somebody else', value: { type: 'changeOwner', to: 'chen.jie' } },
  close: { summary: 'End it before the time for returns is over', value: { type: 'close' } },
};
